import { createHash } from 'node:crypto';
import { Random } from '../../support/random.mjs';
import { fillBloom, quantity, rpcBlockOf } from '../../support/rpc-block.mjs';
import { Workload } from './workload.mjs';

const GENESIS_AT = 1_600_000_000;
const BLOCK_SECONDS = 12;
const MOST_TRANSACTIONS_IN_A_BLOCK = 9;
export const FINALITY_BLOCKS = 64;

const hash = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;

/** A chain that nobody mined: blocks in order, each with its logs as the JSON that is served. */
export class SyntheticChain {
  blocks = [];
  logs = 0;
  /** Votes in its blocks. */
  votes = 0;
  /** Proposals, voters and votes that live blocks go on with. */
  #workload = new Workload();
  #liveVotes = 0;
  #branch = 0;
  #hasTimestamps;

  constructor({ votes, hasTimestamps }) {
    this.#hasTimestamps = hasTimestamps;
    this.#append([]);
    const random = new Random(7);
    let transactions = [];
    let size = 5;
    for (const logs of this.#workload.transactions(votes)) {
      transactions.push(logs);
      if (transactions.length < size) continue;
      this.#append(transactions);
      transactions = [];
      size = random.below(MOST_TRANSACTIONS_IN_A_BLOCK + 1);
      if (size === 0) this.#append([]);
    }
    this.#append(transactions);
    // What was voted in the past is final: the head is far enough above it.
    for (let empty = 0; empty < FINALITY_BLOCKS; empty += 1) this.#append([]);
  }

  get head() {
    return this.blocks.at(-1);
  }

  /** Puts blocks on top, each with so many votes of the last proposal. */
  mine(blocks, votesPerBlock, proposal) {
    for (let block = 0; block < blocks; block += 1) {
      const transactions = [];
      for (let vote = 0; vote < votesPerBlock; vote += 1) {
        transactions.push([this.#workload.vote(proposal, this.#liveVotes)]);
        this.#liveVotes += 1;
      }
      this.#append(transactions);
    }
  }

  /** Replaces the last `depth` blocks by one block more, with other votes. */
  reorganize(depth, votesPerBlock, proposal) {
    for (const { logsCount, votes } of this.blocks.splice(this.blocks.length - depth)) {
      this.logs -= logsCount;
      this.votes -= votes;
    }
    this.#branch += 1;
    this.mine(depth + 1, votesPerBlock, proposal);
  }

  #append(transactions) {
    const number = this.blocks.length;
    const block = {
      number,
      hash: hash(`block ${number} of branch ${this.#branch}`),
      parentHash: this.head?.hash ?? `0x${'0'.repeat(64)}`,
      timestamp: GENESIS_AT + number * BLOCK_SECONDS,
      bloom: Buffer.alloc(256),
      logs: Buffer.alloc(0),
      logsCount: 0,
      transactions: transactions.length,
      votes: transactions.flat().filter(({ event }) => event.startsWith('VoteCast')).length,
    };
    const lines = transactions.flatMap((logs, index) => this.#linesOf(block, logs, index));
    block.logs = Buffer.from(lines.join(','));
    this.logs += block.logsCount;
    this.votes += block.votes;
    this.blocks.push(block);
  }

  #linesOf(block, logs, transactionIndex) {
    const transactionHash = hash(`${block.hash} ${transactionIndex}`);
    return logs.map(({ address, topics, data }) => {
      for (const value of [address.toLowerCase(), ...topics]) fillBloom(block.bloom, value);
      const line = {
        address: address.toLowerCase(),
        topics,
        data,
        blockHash: block.hash,
        blockNumber: quantity(block.number),
        transactionHash,
        transactionIndex: quantity(transactionIndex),
        logIndex: quantity(block.logsCount),
        removed: false,
        ...(this.#hasTimestamps ? { blockTimestamp: quantity(block.timestamp) } : {}),
      };
      block.logsCount += 1;
      return JSON.stringify(line);
    });
  }
}

/** A block as the RPC gives it, without its transactions' bodies. */
export function headerOf(block) {
  const transactions = Array.from({ length: block.transactions }, (_, index) => hash(`${block.hash} ${index}`));
  return rpcBlockOf(block, transactions);
}
