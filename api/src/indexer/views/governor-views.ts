import type { ChainReader } from '../../chain/chain-reader.js';
import { type BlockTag, BlockUnknown, ContractProbe, StateGone } from '../../chain/dialects/contract-probe.js';
import type { GovernorDialect } from '../../chain/dialects/governor-dialect.js';
import type { BlockId } from '../../store/chain-batch.js';
import type { FactRow } from '../../store/fact-row.js';
import type { FactStore } from '../../store/fact-store.js';
import { type GovernorReadings, NO_READINGS, type ProposalSnapshot } from '../../store/governor-readings.js';
import type { LogBlock } from '../read-stretch.js';
import { type Due, DueReadings } from './due-readings.js';

const AT_ONCE = 100;

/** A stretch of blocks that is about to be written. */
export interface ReadStep {
  /** Where the chain stood before it. */
  after: BlockId | null;
  facts: FactRow[];
  last: LogBlock;
  /** The blocks of the stretch that were read, the last one among them. */
  blocks: ReadonlyMap<number, LogBlock>;
  /** Whether its last block is the newest one. */
  isHead: boolean;
  /** Whether no reorg takes it away. */
  isFinal: boolean;
}

/**
 * Reads what only views tell, when it can be told and once: the quorum of a proposal when its snapshot has passed, the
 * times of the blocks that it names. Nothing is asked for a stretch in which nothing of this comes due.
 */
export class GovernorViews {
  private readonly probe: ContractProbe;
  private due: DueReadings | null = null;
  private at: string | null = null;
  /** Whether the node knows blocks by their hash; unknown until it said that it does not. */
  private takesHashes = true;

  constructor(
    private readonly reader: ChainReader,
    private readonly store: Pick<FactStore, 'missingReadings' | 'snapshotsOf'>,
    private readonly dialects: ReadonlyMap<string, GovernorDialect>,
  ) {
    this.probe = new ContractProbe(reader.provider);
  }

  /** What comes due with this stretch, to be written in its transaction. */
  async read(step: ReadStep): Promise<GovernorReadings> {
    const { after, facts, last } = step;
    if (this.dialects.size === 0) return NO_READINGS;
    // After a reorg, a failure, or another process's turn, what we remember is not what is written.
    const due = this.due && this.at === (after?.hash ?? null) ? this.due : await this.load();
    due.note(facts);
    this.due = due;
    this.at = last.hash;
    const readings = await this.readDue(due.take(last), step);
    return step.isHead ? this.readChanged(due, readings, step) : readings;
  }

  private async load(): Promise<DueReadings> {
    const due = new DueReadings(this.dialects, await this.store.missingReadings(this.reader.chainId));
    for (const [governor, { quorumRule }] of this.dialects) {
      if (quorumRule === 'view' || quorumRule === 'constant') due.changed.add(governor);
    }
    return due;
  }

  private async readDue({ quorums, blocks }: Due, step: ReadStep): Promise<GovernorReadings> {
    return {
      quorums: await inParts(quorums, (proposal) => this.quorumOf(proposal, step)),
      constants: [],
      blockTimes: await inParts(blocks, (number) => this.timeOf(number, step)),
    };
  }

  /** Reads again what executed proposals may have changed. Snapshots with checkpoints do not change. */
  private async readChanged(due: DueReadings, readings: GovernorReadings, step: ReadStep): Promise<GovernorReadings> {
    const all = { ...readings };
    for (const governor of due.changed) {
      const rule = this.dialects.get(governor)?.quorumRule;
      if (rule === 'constant') all.constants = [...all.constants, ...(await this.constantOf(governor, step))];
      if (rule === 'view') all.quorums = [...(await this.readAll(governor, step)), ...all.quorums];
    }
    due.changed.clear();
    return all;
  }

  private async readAll(governor: string, step: ReadStep): Promise<GovernorReadings['quorums']> {
    const quorums = await this.store.snapshotsOf(this.reader.chainId, governor);
    const passed = new DueReadings(this.dialects, { quorums, blocks: [] }).take(step.last);
    return inParts(passed.quorums, (proposal) => this.quorumOf(proposal, step));
  }

  private async constantOf(governor: string, step: ReadStep): Promise<GovernorReadings['constants']> {
    const quorum = await this.atBlock(step, (at) =>
      this.probe.read(governor, 'function quorumVotes() view returns (uint256)', [], at),
    );
    return quorum === null ? [] : [{ governor, quorum }];
  }

  private async quorumOf({ governor, proposalId, snapshot }: ProposalSnapshot, step: ReadStep) {
    const read = (view: string) =>
      this.atBlock(step, (at) =>
        this.probe.read(governor, `function ${view}(uint256) view returns (uint256)`, [snapshot], at),
      );
    const hasSuperQuorum = this.dialects.get(governor)?.hasSuperQuorum === true;
    const [quorum, superQuorum] = await Promise.all([read('quorum'), hasSuperQuorum ? read('superQuorum') : null]);
    return { governor, proposalId, quorum, superQuorum };
  }

  /**
   * At the last block of the stretch, by its hash: of its number a node on another branch could tell, too. A node without
   * old states answers for now: what was checkpointed is the same.
   */
  private async atBlock<T>(step: ReadStep, read: (at: BlockTag) => Promise<T>): Promise<T> {
    const { number, hash } = step.last;
    try {
      return await read(this.takesHashes ? { blockHash: hash } : number);
    } catch (error) {
      if (this.takesHashes && isOfParameters(error)) {
        this.takesHashes = false;
        return this.atBlock(step, read);
      }
      // Every node has what is final: one that says otherwise has no state of it.
      if (error instanceof StateGone || (error instanceof BlockUnknown && step.isFinal)) return read('latest');
      throw error;
    }
  }

  private async timeOf(number: number, { blocks, last }: ReadStep) {
    const header = blocks.get(number) ?? (await this.reader.findBlock(number));
    if (!header) throw new Error(`block ${number} is not there, below block ${last.number}`);
    return { number, blockAt: new Date(header.timestamp * 1000) };
  }
}

/** The node did not understand what it was asked. */
function isOfParameters(error: unknown): boolean {
  const { error: inner, info } = error as { error?: { code?: number }; info?: { error?: { code?: number } } };
  const code = inner?.code ?? info?.error?.code;
  return code === -32_602 || code === -32_600;
}

async function inParts<T, R>(items: T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(read))));
  }
  return results;
}
