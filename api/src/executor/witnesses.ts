import { setTimeout as delay } from 'node:timers/promises';
import { Interface } from 'ethers';
import { runRegistryAbi } from '../abi/RunRegistry.js';
import type { ChainReader } from '../chain/chain-reader.js';
import { WitnessesDisagree, WitnessesMissing } from './refusals.js';

const runRegistry = new Interface(runRegistryAbi);

/** How a block stands: `gone` means that another one has taken its number. */
export type BlockStanding = 'final' | 'pending' | 'gone';

/** The order of a run: what was voted, in the block that says so. */
export interface OrderRef {
  readonly runId: string;
  readonly orderBlockNumber: number;
  readonly orderBlockHash: string;
}

const PATIENCE_MILLISECONDS = 5_000;

/**
 * The endpoints of a chain, each asked by itself. Where there are two or more, at least two have to answer, and none of
 * those that do may say otherwise: one that lies, lags or is on another branch keeps us from acting, and no more.
 */
export class Witnesses {
  constructor(
    private readonly chainId: number,
    private readonly readers: readonly ChainReader[],
  ) {}

  /** Whether a block is final, by what the chain itself says, not our rows. */
  async standingOf(blockNumber: number, blockHash: string): Promise<BlockStanding> {
    const standings = await this.ask('the block of the order', (reader) => standingAt(reader, blockNumber, blockHash));
    const [first] = standings;
    if (standings.every((standing) => standing === first)) return first as BlockStanding;
    if (standings.includes('gone')) throw this.disagree(`block ${blockNumber}`);
    return 'pending';
  }

  /**
   * Throws unless all that answer have the order in the same final block, and the same state of the run at the newest
   * block that they share. One endpoint alone has nobody to disagree with.
   */
  async assertAgreed({ runId, orderBlockNumber, orderBlockHash }: OrderRef, registry: string): Promise<void> {
    if (this.readers.length < 2) return;
    const standing = await this.standingOf(orderBlockNumber, orderBlockHash);
    if (standing !== 'final') throw this.disagree(`whether block ${orderBlockNumber} is final`);

    const heads = await this.ask('the head', async (reader) => (await reader.head()).number);
    const shared = Math.min(...heads);
    const call = { to: registry, data: runRegistry.encodeFunctionData('runOf', [runId]) };
    const told = await this.ask(`block ${shared}`, async (reader) => {
      const block = await reader.findBlock(shared);
      return `${block?.hash} ${await reader.rpc.request('eth_call', [call, `0x${shared.toString(16)}`])}`;
    });
    if (new Set(told).size > 1) throw this.disagree(`the state of run ${runId} at block ${shared}`);
  }

  /** The state of a run at the newest final block, as a number of the contract's `RunState`. */
  async finalStateOf(runId: string, registry: string): Promise<number> {
    const call = { to: registry, data: runRegistry.encodeFunctionData('stateOf', [runId]) };
    const states = await this.ask('the final state', async (reader) => {
      const { number } = await reader.finalized(await reader.head());
      return Number(await reader.rpc.request('eth_call', [call, `0x${number.toString(16)}`]));
    });
    if (new Set(states).size > 1) throw this.disagree(`the final state of run ${runId}`);
    return states[0] as number;
  }

  /** Ends timers and connections. */
  close(): void {
    for (const reader of this.readers) reader.close();
  }

  private async ask<T>(what: string, question: (reader: ChainReader) => Promise<T>): Promise<T[]> {
    const given = await Promise.allSettled(this.readers.map((reader) => inTime(question(reader))));
    const answers = given.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (answers.length >= Math.min(2, this.readers.length)) return answers;
    const failure = given.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    throw new WitnessesMissing(this.chainId, what, answers.length, this.readers.length, failure.reason);
  }

  private disagree(what: string): WitnessesDisagree {
    return new WitnessesDisagree(this.chainId, what);
  }
}

async function standingAt(reader: ChainReader, blockNumber: number, blockHash: string): Promise<BlockStanding> {
  const finalized = await reader.finalized(await reader.head());
  const block = await reader.findBlock(blockNumber);
  if (block !== null && block.hash !== blockHash) return 'gone';
  return block !== null && blockNumber <= finalized.number ? 'final' : 'pending';
}

/** One that does not answer must not keep the others waiting. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const late = delay(PATIENCE_MILLISECONDS, null, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${PATIENCE_MILLISECONDS / 1000} seconds`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}
