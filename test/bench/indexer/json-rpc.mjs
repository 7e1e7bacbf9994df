import { RpcError } from '../../support/rpc-block.mjs';
import { contracts } from './dao.mjs';
import { FINALITY_BLOCKS, headerOf } from './synthetic-chain.mjs';

const CHAIN_ID = 31_337;
const addresses = Object.values(contracts).map((address) => address.toLowerCase());

/** What a node answers about a synthetic chain. Logs are handed out as the bytes that they were made as. */
export class JsonRpc {
  calls = {};
  #chain;
  #limits;

  /** `limits`: the most blocks of a range and the most logs of an answer; 0 for none. */
  constructor(chain, limits) {
    this.#chain = chain;
    this.#limits = limits;
  }

  /** The answer's bytes; throws `RpcError`. */
  answer(method, params) {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
    if (method === 'eth_getLogs') return this.#logs(params[0]);
    return Buffer.from(JSON.stringify(this.#value(method, params)));
  }

  #value(method, params) {
    if (method === 'eth_chainId') return `0x${CHAIN_ID.toString(16)}`;
    if (method === 'eth_blockNumber') return `0x${this.#chain.head.number.toString(16)}`;
    if (method === 'eth_getBlockByNumber') {
      const block = this.#chain.blocks[this.#numberOf(params[0])];
      return block ? headerOf(block) : null;
    }
    throw new RpcError(-32601, `the method ${method} does not exist`);
  }

  #numberOf(tag) {
    const head = this.#chain.head.number;
    if (tag === 'latest') return head;
    if (tag === 'finalized' || tag === 'safe') return Math.max(0, head - FINALITY_BLOCKS);
    return Number(tag);
  }

  #logs({ blockHash, fromBlock, toBlock, address }) {
    const asked = [address].flat().map((one) => one.toLowerCase());
    if (!addresses.every((one) => asked.includes(one))) throw new RpcError(-32602, 'ask for all three contracts');
    const blocks = blockHash
      ? this.#byHash(blockHash)
      : this.#range(this.#numberOf(fromBlock), this.#numberOf(toBlock));
    const { logs } = this.#limits;
    const count = blocks.reduce((sum, { logsCount }) => sum + logsCount, 0);
    if (logs > 0 && count > logs) throw new RpcError(-32005, `query returned more than ${logs} results`);
    const parts = [Buffer.from('[')];
    for (const block of blocks) {
      if (block.logsCount === 0) continue;
      if (parts.length > 1) parts.push(Buffer.from(','));
      parts.push(block.logs);
    }
    parts.push(Buffer.from(']'));
    return Buffer.concat(parts);
  }

  #byHash(hash) {
    // Only the newest blocks are asked for by hash.
    const block = this.#chain.blocks.findLast((one) => one.hash === hash);
    if (!block) throw new RpcError(-32000, 'unknown block');
    return [block];
  }

  #range(from, to) {
    const { blocks } = this.#limits;
    if (blocks > 0 && to - from >= blocks) throw new RpcError(-32602, `eth_getLogs is limited to a ${blocks} range`);
    return this.#chain.blocks.slice(from, to + 1);
  }
}
