import { createHash } from 'node:crypto';
import { Random } from '../../support/random.mjs';
import { fillBloom, quantity } from '../../support/rpc-block.mjs';
import { DEPLOYED_AT } from '../world/organizations.mjs';
import { deploy, liveThrough, newWorld, viewsOf } from '../world/world.mjs';

const GENESIS_AT = 1_600_000_000;
const hash = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;
const numberFrom = (text) => createHash('sha256').update(text).digest().readUInt32BE(0);

/**
 * A chain that follows from its seed and from what it is asked to do: the same seed and the same orders in the same order
 * give the same blocks. What happens in a block follows from the blocks below it, as on any chain.
 */
export class SimulatedChain {
  /** The canonical branch, from the genesis on. */
  blocks = [];
  /** The branch that was canonical before the last reorg. */
  before = [];
  reorgs = 0;
  /** The newest block that no reorg takes away; it never goes back. */
  finalized = 0;
  #seed;
  #finality;
  #branches = 0;

  /** @param {number} finality how far below the head a block is final */
  constructor(seed, finality) {
    this.#seed = seed;
    this.#finality = finality;
    this.#append(0);
    this.#append(0);
  }

  get head() {
    return this.blocks.at(-1);
  }

  mine(count) {
    for (let block = 0; block < count; block += 1) this.#append(this.#branches);
  }

  /** Replaces the last `depth` blocks, or all that are not final, by `length` others. Some of them hold what the old ones held. */
  reorganize(depth, length) {
    this.before = this.blocks;
    // The deployment is made again where it is replaced, and the genesis stays.
    this.blocks = this.blocks.slice(0, Math.max(DEPLOYED_AT, this.finalized + 1, this.blocks.length - depth));
    this.#branches += 1;
    this.reorgs += 1;
    while (this.blocks.length <= DEPLOYED_AT) this.#append(this.#branches);
    this.mine(length);
  }

  /** Back to the branch that was left by the last reorg, unless final blocks stand between; it may be the shorter one. */
  flip() {
    if (!this.isUndecided) return;
    [this.blocks, this.before] = [this.before, this.blocks];
    this.reorgs += 1;
  }

  /** Whether the branch that was left last may still become the canonical one. */
  get isUndecided() {
    return this.before[this.finalized] === this.blocks[this.finalized];
  }

  #append(branch) {
    const parent = this.head;
    const number = this.blocks.length;
    const random = new Random(numberFrom(`${this.#seed} ${number} ${branch}`));
    // In every third block of a new branch the same is tried as in the old one.
    const happens = random.below(3) === 0 ? 0 : branch;
    const block = {
      number,
      parentHash: parent?.hash ?? `0x${'0'.repeat(64)}`,
      hash: hash(`${this.#seed} ${number} ${branch} ${parent?.hash}`),
      timestamp: parent ? parent.timestamp + 1 + random.below(24) : GENESIS_AT,
      bloom: Buffer.alloc(256),
      logs: [],
      transactions: [],
      world: parent ? structuredClone(parent.world) : newWorld(),
    };
    this.#fill(block, happens);
    block.views = viewsOf(block.world);
    this.blocks.push(block);
    this.finalized = Math.max(this.finalized, number - this.#finality);
  }

  #fill(block, happens) {
    if (block.number < DEPLOYED_AT) return;
    const random = new Random(numberFrom(`${this.#seed} happens ${block.number} ${happens}`));
    const live = block.number === DEPLOYED_AT ? deploy : liveThrough;
    const transactions = live(block.world, block, random);
    transactions.forEach((logs, index) => {
      const transactionHash = hash(`${this.#seed} transaction ${block.number} ${happens} ${index}`);
      block.transactions.push(transactionHash);
      for (const log of logs) addLog(block, log, transactionHash);
    });
  }
}

function addLog(block, { address, topics, data }, transactionHash) {
  for (const value of [address.toLowerCase(), ...topics]) fillBloom(block.bloom, value);
  block.logs.push({
    address: address.toLowerCase(),
    topics,
    data,
    blockHash: block.hash,
    blockNumber: quantity(block.number),
    blockTimestamp: quantity(block.timestamp),
    transactionHash,
    transactionIndex: quantity(block.transactions.length - 1),
    logIndex: quantity(block.logs.length),
    removed: false,
  });
}
