import { setTimeout as pause } from 'node:timers/promises';
import type { JsonRpcPayload, JsonRpcResult } from 'ethers';
import { type Hex, numberToHex } from 'viem';
import type { ChainReader } from '../chain/chain-reader.js';
import { BlockGone, EndpointsSilent, StateMissing, ViewRefused } from './audit-errors.js';
import { type Answer, type Call, PROGRAM, PROGRAM_ADDRESS, packCalls, unpackAnswers } from './multicall-program.js';

/** A block by its number and hash. */
export interface PinnedBlock {
  number: number;
  hash: string;
}

/** What is asked of a chain. */
type Endpoint = Pick<ChainReader, 'chainId' | 'findBlock' | 'distrust'> & {
  provider: Pick<ChainReader['provider'], '_send' | 'addressesCount'>;
};

type RpcAnswer = { result: Hex } | { error: { code?: number; message?: string; data?: unknown } };

const MOST_CALLS = 250;
const FEWEST_CALLS_IN_ONE = 16;
const MOST_PAYLOADS = 50;
const FAILURES_MAX = 6;

/** How nodes say that they keep no state of a block: geth, Erigon, Nethermind, Besu, reth, anvil and what stands before them. */
const NO_STATE =
  /missing trie node|state (is |at block \S+ is )?not available|historical state|state.*(pruned|unavailable)|pruned|archive|world state|no state|BlockOutOfRange|out of range/i;

/**
 * The views of contracts at one block, which is named by its hash: a reorg is an error, never another block's answer.
 * Many are asked in one `eth_call` where the endpoint lends itself to it, else in batches of JSON-RPC; how many follows
 * from what it bears.
 */
export class PinnedViews {
  private isInOne = true;
  private most = MOST_CALLS;
  private failures = 0;

  private constructor(
    private readonly endpoint: Endpoint,
    private readonly block: PinnedBlock,
    private readonly tag: Hex | { blockHash: string },
  ) {}

  /** Throws when the block is gone, or no address of the endpoint has its state. */
  static async at(endpoint: Endpoint, block: PinnedBlock): Promise<PinnedViews> {
    for (let others = endpoint.provider.addressesCount - 1; ; others -= 1) {
      try {
        await assertOnChain(endpoint, block);
        return await PinnedViews.answering(endpoint, block);
      } catch (error) {
        // An archive node may be the last of them.
        if (others <= 0 || error instanceof EndpointsSilent) throw error;
        endpoint.distrust();
      }
    }
  }

  private static async answering(endpoint: Endpoint, block: PinnedBlock): Promise<PinnedViews> {
    const byHash = new PinnedViews(endpoint, block, { blockHash: block.hash });
    const byNumber = new PinnedViews(endpoint, block, numberToHex(block.number));
    // Not every endpoint takes a hash; then the block is looked at again when all is read.
    if ((await byHash.refusal()) === null) return byHash;
    const refusal = await byNumber.refusal();
    return refusal === null ? byNumber : byNumber.refuse(refusal);
  }

  /** What the contracts answer, in the order of the calls. */
  async read(calls: readonly Call[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < calls.length) {
      const some = calls.slice(answers.length, answers.length + this.most);
      answers.push(...((await this.tryRead(some)) ?? []));
    }
    return answers;
  }

  /** Throws when the block was taken away while it was read. */
  async finish(): Promise<void> {
    await assertOnChain(this.endpoint, this.block);
  }

  /** Null when the endpoint does not bear so much; then less is asked for. */
  private async tryRead(calls: readonly Call[]): Promise<Answer[] | null> {
    try {
      const answers = this.isInOne ? await this.readInOne(calls) : await this.readEach(calls);
      if (answers) this.failures = 0;
      else this.askForLess();
      return answers;
    } catch (error) {
      if (error instanceof StateMissing) throw error;
      this.failures += 1;
      if (this.failures >= FAILURES_MAX) await this.giveUp(error as Error);
      this.askForLess();
      await pause(100 * 2 ** this.failures);
      return null;
    }
  }

  private askForLess(): void {
    if (!this.isInOne) {
      this.most = Math.max(1, Math.floor(this.most / 2));
    } else if (this.most > FEWEST_CALLS_IN_ONE) {
      this.most = Math.floor(this.most / 4);
    } else {
      this.isInOne = false;
      this.most = MOST_PAYLOADS;
    }
  }

  private async readInOne(calls: readonly Call[]): Promise<Answer[] | null> {
    const override = { [PROGRAM_ADDRESS]: { code: PROGRAM } };
    const [answer] = await this.send([[{ to: PROGRAM_ADDRESS, data: packCalls(calls) }, this.tag, override]]);
    if (!answer || !('result' in answer)) return null;
    const answers = unpackAnswers(answer.result, calls.length);
    if (!answers) this.most = FEWEST_CALLS_IN_ONE; // It did not run the program: it will not run it for fewer calls.
    return answers && this.askFailedAgain(calls, answers);
  }

  /** A call may have failed for the program's own limits: it counts as failed when it fails alone, too. */
  private async askFailedAgain(calls: readonly Call[], answers: Answer[]): Promise<Answer[]> {
    const failed = answers.flatMap(({ isReverted }, at) => (isReverted ? [at] : []));
    for (let start = 0; start < failed.length; start += MOST_PAYLOADS) {
      const some = failed.slice(start, start + MOST_PAYLOADS);
      const again = await this.readEach(some.map((at) => calls[at] as Call));
      for (const [place, at] of some.entries()) {
        const [answer] = again?.slice(place) ?? (await this.readEach([calls[at] as Call])) ?? [];
        answers[at] = answer as Answer;
      }
    }
    return answers;
  }

  /** Null when the endpoint leaves some of them without an answer; throws when it leaves a single one. */
  private async readEach(calls: readonly Call[]): Promise<Answer[] | null> {
    const answers = await this.send(calls.map(({ to, data }) => [{ to, data }, this.tag]));
    const read = answers.map(answerOf).filter((answer) => answer !== null);
    if (read.length === calls.length) return read;
    if (calls.length > 1) return null;
    throw new Error(answers[0] ? messageOf(answers[0]) : 'no answer');
  }

  private async send(parameters: unknown[][]): Promise<RpcAnswer[]> {
    const payloads = parameters.map(
      (params, at): JsonRpcPayload => ({ id: at + 1, jsonrpc: '2.0', method: 'eth_call', params }),
    );
    const [only] = payloads;
    const answers = await this.endpoint.provider._send(payloads.length === 1 && only ? only : payloads);
    const sorted = [...(answers as (JsonRpcResult & RpcAnswer)[])].sort((a, b) => a.id - b.id);
    for (const answer of sorted) this.assertHasState(answer);
    return sorted;
  }

  private assertHasState(answer: RpcAnswer): void {
    const message = messageOf(answer);
    const isLacking = 'error' in answer && !answerOf(answer) && NO_STATE.test(message);
    if (isLacking) throw new StateMissing(this.endpoint.chainId, this.block.number, message);
  }

  /** Why the endpoint does not call views at this block by this name of it; null when it does. */
  private async refusal(): Promise<string | null> {
    try {
      await this.readEach([{ to: PROGRAM_ADDRESS, data: '0x' }]);
      return null;
    } catch (error) {
      if (error instanceof StateMissing) throw error;
      return (error as Error).message;
    }
  }

  /** Says why nothing is answered any more. */
  private async giveUp(error: Error): Promise<never> {
    await assertOnChain(this.endpoint, this.block);
    return this.refuse(error.message);
  }

  private refuse(answer: string): never {
    throw new ViewRefused(this.endpoint.chainId, answer);
  }
}

async function assertOnChain(endpoint: Endpoint, { number, hash }: PinnedBlock): Promise<void> {
  const found = await endpoint.findBlock(number).catch((error: Error & { code?: string }) => {
    throw new EndpointsSilent(endpoint.chainId, error.code ?? error.message);
  });
  if (found?.hash !== hash) throw new BlockGone(endpoint.chainId, number);
}

/** A revert is an answer of the contract; null for an error of the endpoint. */
function answerOf(answer: RpcAnswer): Answer | null {
  if ('result' in answer) return { isReverted: false, data: answer.result };
  const { code, message = '', data } = answer.error;
  if (code !== 3 && !/revert|invalid opcode|out of gas|stack underflow|bad instruction/i.test(message)) return null;
  return { isReverted: true, data: (/0x[0-9a-f]*$/i.exec(String(data))?.[0] ?? '0x') as Hex };
}

const messageOf = (answer: RpcAnswer) => ('error' in answer ? (answer.error.message ?? 'an error') : '');
