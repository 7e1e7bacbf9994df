import type { BlockHeader } from '../chain/block-header.js';
import type { LoggedBlock } from '../chain/block-proofs.js';
import { ChainMoved, UnsoundAnswer } from '../chain/chain-errors.js';
import type { ChainLog } from '../chain/chain-log.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { LogsBloom } from '../chain/logs-bloom.js';
import type { LogDecoder } from './log-decoder.js';
import { assertLinked, type ReadStretch } from './read-stretch.js';

/** Of the ranges of final blocks one in so many is looked at more closely, the first one among them. */
const RANGES_PER_SAMPLE = 8;
const HEADERS_AT_ONCE = 100;
const HEADERS_PER_SAMPLE = 32;
/** A bloom that speaks of our logs in vain more often than this tells nothing: crowded blocks set most of its bits. */
const FALSE_ALARMS_BORNE = 0.01;

/** Holds what was read against headers, blooms and receipts before it becomes rows. Throws `UnsoundAnswer`. */
export class BlockChecks {
  private ranges = 0;
  private hasToldOfDoubt = false;

  constructor(
    private readonly reader: ChainReader,
    private readonly decoder: LogDecoder,
    private readonly log: (sentence: string) => void,
  ) {}

  /** Blocks that may still move: those with logs, and those whose bloom speaks of some, are proven. */
  async recent(headers: BlockHeader[], logs: ChainLog[]): Promise<void> {
    const { bloom } = this.decoder;
    await this.prove(
      withLogs(headers, logs).filter(({ header, logs: own }) => own.length > 0 || isLeftOut(bloom, header, own)),
    );
  }

  /** A range of final blocks: a sample of it, or every block where the configuration wants it. */
  async final(stretch: ReadStretch): Promise<ReadStretch> {
    if (this.reader.verification === 'all') await this.all(stretch);
    else if (this.ranges++ % RANGES_PER_SAMPLE === 0) await this.sample(stretch);
    return stretch;
  }

  /** A log that has not the shape of its event is rare, and may have lost it on the way: only what is proven is put aside. */
  async undecodable(stretch: ReadStretch, quarantined: { blockNumber: number }[]): Promise<void> {
    const numbers = [...new Set(quarantined.map(({ blockNumber }) => blockNumber))];
    if (numbers.length > 0) await this.blocks(numbers, stretch.logs);
  }

  /** Of the blocks with logs any one, and of all its blocks some: their blooms tell what was left out. */
  private async sample({ fromBlock, toBlock, logs }: ReadStretch): Promise<void> {
    const length = toBlock - fromBlock + 1;
    const any = logs[Math.floor(Math.random() * logs.length)];
    const some = Array.from({ length: Math.min(length, HEADERS_PER_SAMPLE) }, (_, index) =>
      length <= HEADERS_PER_SAMPLE ? fromBlock + index : fromBlock + Math.floor(Math.random() * length),
    );
    const numbers = [...new Set(any ? [any.blockNumber, ...some] : some)].sort((a, b) => a - b);
    const headers = await this.headersOf(numbers);
    const seen = new Set(numbers);
    const own = withLogs(
      headers,
      logs.filter(({ blockNumber }) => seen.has(blockNumber)),
    );
    await this.prove(
      own.filter(
        ({ header, logs: told }) => header.number === any?.blockNumber || isLeftOut(this.decoder.bloom, header, told),
      ),
    );
    for (const { header, logs: told } of own) assertOfBlock(header, told);
  }

  private async all({ fromBlock, toBlock, logs }: ReadStretch): Promise<void> {
    let parent: BlockHeader | undefined;
    for (let start = fromBlock; start <= toBlock; start += HEADERS_AT_ONCE) {
      const count = Math.min(HEADERS_AT_ONCE, toBlock - start + 1);
      const headers = await this.headersOf(Array.from({ length: count }, (_, index) => start + index));
      assertLinked(parent ? [parent, ...headers] : headers);
      parent = headers.at(-1);
      const last = start + count - 1;
      await this.headers(
        headers,
        logs.filter(({ blockNumber }) => blockNumber >= start && blockNumber <= last),
      );
    }
  }

  private async blocks(numbers: number[], logs: ChainLog[]): Promise<void> {
    const wanted = new Set(numbers);
    await this.headers(
      await this.headersOf(numbers),
      logs.filter(({ blockNumber }) => wanted.has(blockNumber)),
    );
  }

  /** Where a bloom that is proven says no, there is nothing to ask for. */
  private async headers(headers: BlockHeader[], logs: ChainLog[]): Promise<void> {
    const { bloom } = this.decoder;
    const isAll = this.reader.verification === 'all';
    const isDoubtful = (header: BlockHeader) =>
      isAll ? !header.isHashProven || bloom.mayHoldLogs(header.logsBloom) : speaksOfLogs(bloom, header);
    await this.prove(withLogs(headers, logs).filter(({ header, logs: own }) => own.length > 0 || isDoubtful(header)));
  }

  private async headersOf(numbers: number[]): Promise<BlockHeader[]> {
    const headers = await this.reader.findBlocks(numbers);
    if (headers.length < numbers.length) throw new ChainMoved('a block is gone that had logs a moment ago');
    return headers;
  }

  private async prove(blocks: LoggedBlock[]): Promise<void> {
    for (const { header, logs } of blocks) assertOfBlock(header, logs);
    const { proofs, headers, verification } = this.reader;
    const unproven = await proofs.prove(blocks, this.decoder.addresses);
    for (const { header, logs } of unproven) assertInBloom(header, logs);
    if (unproven.length === 0) return;
    const reason = [proofs.reason, headers.reason].filter(Boolean).join('; ');
    if (verification === 'all') throw new UnsoundAnswer(`verify: all, and a block cannot be proven: ${reason}`);
    if (this.hasToldOfDoubt) return;
    this.hasToldOfDoubt = true;
    this.log(`not every block can be proven (${reason}); mandate_rpc_unproven_blocks_total counts them`);
  }
}

const speaksOfLogs = (bloom: LogsBloom, { logsBloom }: BlockHeader): boolean =>
  Boolean(logsBloom) && bloom.mayHoldLogs(logsBloom) && bloom.falseAlarmOf(logsBloom as string) < FALSE_ALARMS_BORNE;

/** A bloom speaks of logs that were not told. */
const isLeftOut = (bloom: LogsBloom, header: BlockHeader, told: ChainLog[]): boolean =>
  told.length === 0 && speaksOfLogs(bloom, header);

function withLogs(headers: BlockHeader[], logs: ChainLog[]): LoggedBlock[] {
  const blocks = new Map(headers.map((header) => [header.number, { header, logs: [] as ChainLog[] }]));
  for (const log of logs) blocks.get(log.blockNumber)?.logs.push(log);
  return [...blocks.values()];
}

function assertOfBlock(header: BlockHeader, logs: ChainLog[]): void {
  const stray = logs.find(({ blockHash }) => blockHash !== header.hash);
  if (stray) throw new ChainMoved(`block ${header.number} is ${header.hash}, its logs are of ${stray.blockHash}`);
  const early = logs.find(({ blockTimestamp }) => blockTimestamp !== undefined && blockTimestamp !== header.timestamp);
  if (early) throw new UnsoundAnswer(`block ${header.number} and its logs tell different times`);
}

/** Of what cannot be proven at least the bloom has to speak, where it is the chain's own. */
function assertInBloom({ number, logsBloom, isHashProven }: BlockHeader, logs: ChainLog[]): void {
  if (!isHashProven || !logsBloom) return;
  const parts = new Set(logs.flatMap(({ address, topics }) => [address, ...topics]));
  for (const part of parts) {
    if (!new LogsBloom([part]).mayHoldLogs(logsBloom)) {
      throw new UnsoundAnswer(`the bloom of block ${number} has no room for a log that is told of it`);
    }
  }
}
