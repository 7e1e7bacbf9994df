import { quantity, RpcError, rpcBlockOf } from '../../support/rpc-block.mjs';
import { CHAIN_ID } from '../world/organizations.mjs';
import { callView, codeAt } from './contract-views.mjs';

const EMPTY_SLOT = `0x${'0'.repeat(64)}`;

/** How providers say that a range is too long. */
const RANGE_REFUSALS = [
  (most) => new RpcError(-32_602, `eth_getLogs is limited to a ${most} range`),
  (most) => new RpcError(-32_000, `block range is too wide, maximum ${most} blocks`),
  () => new RpcError(-32_005, 'query timeout exceeded'),
];

/**
 * One backend of an RPC endpoint: a branch of the chain, up to the newest block that it has heard of.
 * @param {{blocks: object[], finalized: number}} branch
 * @param {number} lag how many of its blocks it has not heard of yet
 * @param {{hasFinalizedTag: boolean, hasTimestamps: boolean, maxBlocks: number, maxLogs: number,
 *   refusal: number, isStrict: boolean}} habits
 */
export class Node {
  #blocks;
  #head;
  #finalized;
  #habits;

  constructor({ blocks, finalized }, lag, habits) {
    this.#blocks = blocks;
    this.#head = Math.max(1, blocks.length - 1 - lag);
    this.#finalized = Math.min(finalized, this.#head);
    this.#habits = habits;
  }

  /** The result of a call; throws `RpcError`. */
  answer(method, params) {
    switch (method) {
      case 'eth_chainId':
        return quantity(CHAIN_ID);
      case 'eth_blockNumber':
        return quantity(this.#head);
      case 'eth_getBlockByNumber':
        return this.#header(params[0]);
      case 'eth_getLogs':
        return this.#logs(params[0]);
      case 'eth_getCode':
        return codeAt(params[0], this.#stateAt(params[1]));
      case 'eth_getStorageAt':
        return EMPTY_SLOT;
      case 'eth_call':
        return callView(params[0], this.#stateAt(params[1]), this.#blocks);
      default:
        throw new RpcError(-32_601, `the method ${method} does not exist`);
    }
  }

  #header(tag) {
    const number = this.#numberOf(tag);
    const block = number <= this.#head ? this.#blocks[number] : undefined;
    return block ? rpcBlockOf(block, block.transactions) : null;
  }

  #numberOf(tag) {
    if (tag === 'latest') return this.#head;
    if (tag !== 'finalized' && tag !== 'safe') return Number(tag);
    if (!this.#habits.hasFinalizedTag) throw new RpcError(-32_602, `invalid block tag ${tag}`);
    return this.#finalized;
  }

  /** The block at which contracts are asked: by tag, by number, or by hash (EIP-1898). */
  #stateAt(tag) {
    const block = tag.blockHash ? this.#byHash(tag.blockHash) : this.#blocks[this.#numberOf(tag)];
    if (!block || block.number > this.#head) throw new RpcError(-32_000, 'header not found');
    return block;
  }

  #byHash(hash) {
    return this.#blocks.slice(0, this.#head + 1).findLast((block) => block.hash === hash);
  }

  #logs({ blockHash, fromBlock, toBlock, address }) {
    const asked = new Set([address].flat().map((one) => one.toLowerCase()));
    const blocks = blockHash ? [this.#byHash(blockHash)] : this.#range(Number(fromBlock), this.#numberOf(toBlock));
    if (!blocks.every(Boolean)) throw new RpcError(-32_000, 'unknown block');
    const logs = blocks.flatMap((block) => block.logs.filter((log) => asked.has(log.address)));
    const { maxLogs, hasTimestamps } = this.#habits;
    // A single block is always served.
    if (maxLogs > 0 && blocks.length > 1 && logs.length > maxLogs) {
      throw new RpcError(-32_005, `query returned more than ${maxLogs} results`);
    }
    return hasTimestamps ? logs : logs.map(({ blockTimestamp, ...log }) => log);
  }

  #range(from, to) {
    const { maxBlocks, refusal, isStrict } = this.#habits;
    if (maxBlocks > 0 && to - from >= maxBlocks) throw RANGE_REFUSALS[refusal](maxBlocks);
    if (isStrict && to > this.#head) throw new RpcError(-32_000, 'block range extends beyond current head block');
    return this.#blocks.slice(from, Math.min(to, this.#head) + 1);
  }
}
