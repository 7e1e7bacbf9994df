import type { ChainBatch } from '../../src/store/chain-batch.js';
import type { FactRow } from '../../src/store/fact-row.js';
import type { Fact } from '../../src/store/position.js';
import { CONTRACT } from './a-chain-log.js';

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const hashOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}`;

/** A place on the chain that no other fact has: `log` counts up within the block. */
export function aPosition(blockNumber: number, logIndex = 0): Fact {
  const blockAt = new Date(1_700_000_000_000 + blockNumber * 1000);
  return {
    chainId: 31337,
    blockNumber,
    logIndex,
    txHash: hashOf(blockNumber * 1000 + logIndex),
    blockAt,
    contract: CONTRACT,
  };
}

/** A fact as a handler would append it. */
export function aFact<T extends Fact>(entity: new () => T, row: T): FactRow {
  return { entity, row, source: { topics: [hashOf(1)], data: '0xabcd' } };
}

/** A vote of a proposal. */
export function aVote(at: Fact, changes: { support?: number; weight?: bigint; proposalId?: bigint } = {}) {
  const text = { reason: '', reasonRaw: Buffer.alloc(0), params: null };
  return { ...at, ...text, voter: ACCOUNT, proposalId: 1n, support: 1, weight: 10n, ...changes };
}

/** A proposal with this description. */
export function aProposal(at: Fact, description = 'Do it') {
  const clock = { voteStart: 10n, voteEnd: 20n };
  const calls = {
    targets: [ACCOUNT],
    values: [2n ** 256n - 1n],
    signatures: [''],
    calldatas: [Buffer.from([1, 0, 2])],
  };
  const text = { description, descriptionRaw: Buffer.from(description), descriptionHash: hashOf(2) };
  return { ...at, ...clock, ...calls, ...text, proposalId: 1n, proposer: ACCOUNT };
}

/** The batch of one block on top of the block before it. */
export function aBatch(blockNumber: number, facts: FactRow[] = [], changes: Partial<ChainBatch> = {}): ChainBatch {
  const block = { number: blockNumber, hash: hashOf(blockNumber) };
  return {
    chainId: 31337,
    slugs: [],
    fromBlock: blockNumber,
    toBlock: blockNumber,
    facts,
    quarantined: [],
    blocks: [{ ...block, blockAt: aPosition(blockNumber).blockAt, logsCount: facts.length }],
    after: blockNumber === 1 ? null : { number: blockNumber - 1, hash: hashOf(blockNumber - 1) },
    last: block,
    finalizedNumber: blockNumber,
    headNumber: blockNumber,
    headAt: aPosition(blockNumber).blockAt,
    ...changes,
  };
}
