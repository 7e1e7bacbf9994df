import { describe, expect, it } from '@jest/globals';
import { toBeHex } from 'ethers';
import type { ChainReader } from '../../src/chain/chain-reader.js';
import type { GovernorDialect, QuorumRule } from '../../src/chain/dialects/governor-dialect.js';
import { GovernorViews, type ReadStep } from '../../src/indexer/views/governor-views.js';
import type { FactRow } from '../../src/store/fact-row.js';
import type { MissingReadings, ProposalSnapshot } from '../../src/store/governor-readings.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import { ProposalExecutedEntity } from '../../src/store/proposal-lifecycle.entity.js';
import { CONTRACT } from '../builders/a-chain-log.js';
import { aFact, aPosition, aProposal } from '../builders/a-fact.js';

const dialect = (quorumRule: QuorumRule): GovernorDialect => ({
  family: quorumRule === 'constant' ? 'bravo' : 'openzeppelin',
  clock: 'blocknumber',
  counting: 'simple',
  quorumCounts: 'for',
  quorumRule,
  hasLateQuorum: false,
  hasSuperQuorum: false,
  votes: 'erc20',
  pastVotes: 'getPastVotes',
  timelock: 'none',
  gracePeriodSeconds: null,
});

/** The block that a view is asked at. */
type At = string | { blockHash: string };

/** Views over a chain whose governor answers every call with `answer`, over rows that lack `missing`. */
function aWorld(rule: QuorumRule, missing: Partial<MissingReadings> = {}, stored: ProposalSnapshot[] = []) {
  const world = { answer: (_at: At): unknown => toBeHex(7, 32), calls: [] as At[], loads: 0 };
  const reader = {
    chainId: 31337,
    findBlock: async (number: number) => ({ number, hash: hashOf(number), parentHash: '', timestamp: number * 10 }),
    provider: {
      send: async (_method: string, [, at]: [unknown, At]) => {
        world.calls.push(at);
        return world.answer(at);
      },
    },
  };
  const store = {
    missingReadings: async () => {
      world.loads += 1;
      return { quorums: [], blocks: [], ...missing };
    },
    snapshotsOf: async () => stored,
  };
  const views = new GovernorViews(reader as unknown as ChainReader, store, new Map([[CONTRACT, dialect(rule)]]));
  const read = (number: number, changes: Partial<ReadStep> = {}) =>
    views.read({
      after: number > 1 ? { number: number - 1, hash: hashOf(number - 1) } : null,
      facts: [],
      last: { number, hash: hashOf(number), timestamp: number * 10 },
      blocks: new Map(),
      isHead: false,
      isFinal: false,
      ...changes,
    });
  return { world, read };
}

const hashOf = (number: number) => `0x${number}`;
const created = (block: number): FactRow[] => [aFact(ProposalCreatedEntity, aProposal(aPosition(block)))];
const executed = (block: number): FactRow[] => [aFact(ProposalExecutedEntity, { ...aPosition(block), proposalId: 1n })];
const quorum = (value: bigint | null) => ({ governor: CONTRACT, proposalId: 1n, quorum: value, superQuorum: null });

describe('GovernorViews', () => {
  it('asks for a quorum once, in the block after the snapshot', async () => {
    const { world, read } = aWorld('checkpoint');

    const early = [await read(1, { facts: created(1) }), await read(2, { after: { number: 1, hash: hashOf(1) } })];
    expect(early.map(({ quorums }) => quorums)).toEqual([[], []]);
    expect(world.calls).toEqual([]);
    await read(10, { after: { number: 2, hash: hashOf(2) } });

    const due = await read(11);
    const later = await read(12);

    expect(due.quorums).toEqual([quorum(7n)]);
    expect(world.calls).toEqual([{ blockHash: hashOf(11) }]);
    expect(later.quorums).toEqual([]);
    expect(world.loads).toBe(1);
  });

  it('knows the times of the blocks that a proposal names, when they are there', async () => {
    const { read } = aWorld('checkpoint', { blocks: [10n, 20n] });

    const start = await read(15);
    const end = await read(20, { after: { number: 15, hash: hashOf(15) } });

    expect(start.blockTimes).toEqual([{ number: 10, blockAt: new Date(100_000) }]);
    expect(end.blockTimes).toEqual([{ number: 20, blockAt: new Date(200_000) }]);
  });

  it('looks again at what is missing when the rows are not where it left them', async () => {
    const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 10n }] });
    await read(11);

    const again = await read(11, { after: { number: 10, hash: '0xother' } });

    expect(world.loads).toBe(2);
    expect(again.quorums).toEqual([quorum(7n)]);
  });

  it('takes what the governor says now where the node has no old states', async () => {
    const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }] });
    world.answer = (at) => {
      if (at !== 'latest') throw new Error('missing trie node 12ab');
      return toBeHex(9, 32);
    };

    expect((await read(11)).quorums).toEqual([quorum(9n)]);
    expect(world.calls).toEqual([{ blockHash: hashOf(11) }, 'latest']);
  });

  it('does not write down what a node on another branch refuses to tell', async () => {
    const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }] });
    world.answer = (at) => {
      throw new Error(at === 'latest' ? 'execution reverted' : 'header not found');
    };

    await expect(read(11)).rejects.toThrow('header not found');
    expect((await read(11, { isFinal: true, after: null })).quorums).toEqual([quorum(null)]);
  });

  it('asks by number where the node knows no hashes', async () => {
    const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }] });
    world.answer = (at) => {
      if (typeof at === 'string') return toBeHex(7, 32);
      throw Object.assign(new Error('could not coalesce error'), {
        error: { code: -32_602, message: 'invalid argument' },
      });
    };

    expect((await read(11)).quorums).toEqual([quorum(7n)]);
    expect(world.calls.at(-1)).toBe('0xb');
  });

  it('takes the time of a block from the stretch rather than by its number', async () => {
    const { read } = aWorld('checkpoint', { blocks: [10n] });
    const blocks = new Map([[10, { number: 10, hash: hashOf(10), timestamp: 7 }]]);

    expect((await read(11, { blocks })).blockTimes).toEqual([{ number: 10, blockAt: new Date(7_000) }]);
  });

  it.each(['execution reverted', 'out of gas', 'execution aborted (timeout = 5s)'])(
    'writes down that a view refuses to tell: %s',
    async (message) => {
      const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }] });
      world.answer = () => {
        throw new Error(message);
      };

      expect((await read(11)).quorums).toEqual([quorum(null)]);
    },
  );

  it('holds the stretch up while the node does not answer', async () => {
    const { world, read } = aWorld('checkpoint', { quorums: [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }] });
    world.answer = () => {
      throw new Error('connect ECONNREFUSED');
    };

    await expect(read(11)).rejects.toThrow('ECONNREFUSED');
  });

  it.each<[QuorumRule, number]>([
    ['view', 1],
    ['checkpoint', 0],
  ])('reads what an executed proposal may have changed, at the head: %s', async (rule, count) => {
    const { read } = aWorld(rule, {}, [{ governor: CONTRACT, proposalId: 1n, snapshot: 3n }]);
    await read(11, { isHead: true });

    const behind = await read(12, { facts: executed(12) });
    const atHead = await read(13, { isHead: true });
    const after = await read(14, { isHead: true });

    expect([behind, atHead, after].map(({ quorums }) => quorums.length)).toEqual([0, count, 0]);
  });

  it('reads the one quorum of all proposals again after an execution', async () => {
    const { read } = aWorld('constant');
    await read(11, { isHead: true });

    const { constants } = await read(12, { facts: executed(12), isHead: true });

    expect(constants).toEqual([{ governor: CONTRACT, quorum: 7n }]);
    expect((await read(13, { isHead: true })).constants).toEqual([]);
  });
});
