import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChainReader, type Verification } from '../../../src/chain/chain-reader.js';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import { ChainIndexer } from '../../../src/indexer/chain-indexer.js';
import { configuredRow } from '../../../src/indexer/configured-row.js';
import { FactStore } from '../../../src/store/fact-store.js';
import { OrganizationRegistry } from '../../../src/store/organization-registry.js';
import { startTestChain, type TestChain } from '../../support/test-chain.js';
import { TestDao } from '../../support/test-dao.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { answerLies } from './answer-lies.js';
import { blockLies } from './block-lies.js';
import type { Lie, Where } from './lie.js';
import { logLies } from './log-lies.js';
import { LyingNode } from './lying-node.js';
import { proofLies } from './proof-lies.js';

/** Not the local chain's: of any other one nothing that was final is taken back. */
const CHAIN_ID = 4242;
const FINALITY_BLOCKS = 8;

let chain: TestChain;
let dao: TestDao;
let database: TestDatabase;
let node: LyingNode;
let truth: Record<string, string[]>;
let trueSums: Record<string, string[]>;
const readers: ChainReader[] = [];

/** Votes in final blocks, then several blocks that may still move: with one vote, without any, with two, and a delegation at the head. */
beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  dao = await TestDao.found(chain);
  const proposals = [await dao.propose(0, 'One'), await dao.propose(1, 'Two')] as const;
  await dao.castVote(0, proposals[0], 1, 'early');
  await chain.mine(12);
  await dao.castVote(1, proposals[0], 0, 'late');
  await chain.mine(1);
  await chain.provider.send('evm_setAutomine', [false]);
  const votes = [0, 1].map((member) =>
    (dao.governor.connect(dao.members[member] as never) as typeof dao.governor).getFunction('castVote')(
      proposals[1].proposalId,
      1,
      { gasLimit: 500_000n },
    ),
  );
  await Promise.all(votes);
  await chain.mine(1);
  await chain.provider.send('evm_setAutomine', [true]);
  await chain.mine(1);
  await dao.send(0, dao.stake, 'delegate', dao.members[1]?.address);
  node = await LyingNode.before(chain.url, CHAIN_ID);
  await (await startIndexer()).indexer.catchUp();
  truth = await facts();
  trueSums = await sums();
  expect([truth.vote_cast?.length, trueSums.proposal_tally?.length]).toEqual([4, 2]);
}, 300_000);

afterAll(async () => {
  for (const reader of readers) reader.close();
  node?.stop();
  await Promise.all([database?.stop(), chain?.stop()]);
});

beforeEach(async () => {
  node.lie = null;
  node.told = 0;
  node.head = node.blocks.length - 1;
  await emptyTables(database.dataSource);
});

async function startIndexer(verify: Verification = 'recent', changes: Partial<OrganizationConfig> = {}) {
  const reader = new ChainReader({ chainId: CHAIN_ID, rpcUrls: [node.url], finalityBlocks: FINALITY_BLOCKS, verify });
  readers.push(reader);
  const organization = dao.organization({ chainId: CHAIN_ID, rpcUrls: [node.url], ...changes });
  const registry = new OrganizationRegistry(database.dataSource);
  await registry.adopt([configuredRow(organization)]);
  const store = new FactStore(database.dataSource);
  return { reader, indexer: new ChainIndexer(reader, store, registry, [organization], () => undefined) };
}

/** Indexes the chain for an organization that has never done anything on it. */
async function followStranger(): Promise<void> {
  const nobody = (digit: string) => `0x${digit.repeat(40)}`;
  const { indexer } = await startIndexer('recent', {
    slug: 'stranger',
    ...{ governor: nobody('1'), token: nobody('2'), timelock: nobody('3'), mandateToken: nobody('4') },
    ...{ policyRegistry: nobody('5'), runRegistry: nobody('6'), revenueAllocator: nobody('7') },
  });
  await indexer.catchUp();
}

/** The lie, told only of logs in blocks that may still move: of final ones a sample is looked at, unless all are to be. */
function aboutRecentLogs(lie: Lie): Lie {
  const firstRecent = node.head - FINALITY_BLOCKS + 1;
  return {
    ...lie,
    one: (call, honest, blocks) => {
      if (call.method !== 'eth_getLogs') return honest;
      const { fromBlock, blockHash } = call.params[0] as Record<string, string>;
      const asked = blockHash === undefined ? Number(fromBlock) : blocks.findIndex(({ hash }) => hash === blockHash);
      return asked < firstRecent ? honest : lie.one?.(call, honest, blocks);
    },
  };
}

/** The rows of each table of this kind, in order. */
async function rowsOf(isWanted: (properties: string[], table: string) => boolean): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { tableType, tableName, columns } of database.dataSource.entityMetadatas) {
    const properties = columns.map(({ propertyName }) => propertyName);
    if (tableType !== 'regular' || !properties.includes('chainId') || !isWanted(properties, tableName)) continue;
    const rows = await database.dataSource.query(`SELECT t::text AS row FROM ${tableName} t ORDER BY 1`);
    found[tableName] = rows.map(({ row }: { row: string }) => row);
  }
  return found;
}

/** What is made of one log each. */
const facts = () => rowsOf((properties) => properties.includes('txHash'));

const everything = () => rowsOf(() => true);

/** Tables that tell how the chain was read, and so differ from one way of reading it to another. */
const READING = ['block', 'chain_cursor', 'organization'];

/** What follows from the facts. */
const sums = () => rowsOf((properties, table) => !properties.includes('txHash') && !READING.includes(table));

const cursor = (): Promise<unknown> => database.dataSource.query('SELECT block_hash FROM chain_cursor');

/** How much of the chain is indexed before the node begins to lie. */
const knownBefore: Record<Where, (head: number) => number | null> = {
  final: () => null,
  'catching up': (head) => head - 5,
  live: (head) => head - 1,
};

/** Indexes what an honest node shows, up to a block or not at all; then the node shows everything again. */
async function indexUpTo(block: number | null, indexer: ChainIndexer): Promise<void> {
  if (block === null) return;
  const { head } = node;
  node.head = block;
  await indexer.catchUp();
  node.head = head;
}

/** Nothing is stored that is not true, whatever is still missing. */
async function expectNothingFalse(): Promise<void> {
  const stored = await facts();
  for (const [table, rows] of Object.entries(stored)) expect(truth[table]).toEqual(expect.arrayContaining(rows));
  const blocks: { number: string; hash: string }[] = await database.dataSource.query('SELECT number, hash FROM block');
  for (const { number, hash } of blocks) expect(hash).toBe(node.blocks[Number(number)]?.hash);
}

async function expectWhole(): Promise<void> {
  expect(await facts()).toEqual(truth);
  expect(await sums()).toEqual(trueSums);
  expect(await cursor()).toEqual([{ block_hash: node.blocks.at(-1)?.hash }]);
}

const lies: Lie[] = [...logLies, ...blockLies, ...answerLies, ...proofLies];
const named = (verdict: Lie['verdict']) =>
  lies.filter((lie) => lie.verdict === verdict).map((lie) => [lie.name, lie.where, lie] as const);

describe('a node that lies', () => {
  it('does so in at least thirty ways', () => {
    expect(new Set(lies.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30);
  });

  it.each(named('detected'))('is found out, and nothing of it stored: %s (%s)', async (_name, where, lie) => {
    const { indexer, reader } = await startIndexer(lie.verify);
    await indexUpTo(knownBefore[where](node.head), indexer);
    node.lie = lie;

    await expect(indexer.catchUp()).rejects.toThrow(lie.error);

    await expectNothingFalse();
    const { unsound, moves } = indexer.totals;
    const failures = reader.rpc.tallies.reduce((sum, tally) => sum + tally.failures + tally.unsound, 0);
    expect(unsound + moves + failures).toBeGreaterThan(0);
    node.lie = null;
    await indexer.catchUp();
    await expectWhole();
  });

  it.each(
    logLies
      .filter(({ verdict, where }) => verdict === 'detected' && where !== 'catching up')
      .map((lie) => [lie.name, lie.where, lie] as const),
  )('is found out about the past of an organization that is added later: %s (%s)', async (_name, where, lie) => {
    await followStranger();
    const { indexer } = await startIndexer(lie.verify);
    node.lie = where === 'live' ? aboutRecentLogs(lie) : lie;

    await expect(indexer.catchUp()).rejects.toThrow(lie.error);

    await expectNothingFalse();
    node.lie = null;
    await indexer.catchUp();
    await expectWhole();
  });

  it('is asked anew which chain it is of once it said what cannot be, and nothing is lost meanwhile', async () => {
    const { indexer, reader } = await startIndexer();
    await indexer.catchUp();
    const begunAnew = blockLies.find(({ name }) => name.startsWith('a chain that was begun anew')) as Lie;
    node.lie = {
      ...begunAnew,
      one: (call, honest, blocks) =>
        call.method === 'eth_chainId' ? '0x5' : (begunAnew.one as NonNullable<Lie['one']>)(call, honest, blocks),
    };

    await expect(indexer.catchUp()).rejects.toThrow('was final and is gone');
    await expect(indexer.catchUp()).rejects.toThrow('answers for chain 5');

    await expectWhole();
    expect(reader.rpc.tallies.map(({ unsound }) => unsound)).toEqual([2]);
  });

  it('is believed again about a chain that was begun anew when all organizations of the chain are forgotten', async () => {
    const { indexer } = await startIndexer();
    await indexer.catchUp();
    for (const table of ['block', 'chain_cursor']) {
      const column = table === 'block' ? 'hash' : 'block_hash';
      await database.dataSource.query(`UPDATE ${table} SET ${column} = '0x' || reverse(substr(${column}, 3))`);
    }
    await database.dataSource.query(`INSERT INTO block_time VALUES (${CHAIN_ID}, 1000000, now())`);
    await expect((await startIndexer()).indexer.catchUp()).rejects.toThrow('npm run indexer -- --forget');

    const { slug } = dao.organization();
    expect(await new OrganizationRegistry(database.dataSource).forget(slug)).toBe(true);

    expect(Object.entries(await everything()).filter(([, rows]) => rows.length > 0)).toEqual([]);
    await (await startIndexer()).indexer.catchUp();
    await expectWhole();
  });

  it.each(named('harmless'))('does no harm: %s (%s)', async (_name, where, lie) => {
    const { indexer } = await startIndexer(lie.verify);
    await indexUpTo(knownBefore[where](node.head), indexer);
    node.lie = lie;

    await indexer.catchUp();

    expect(node.told).toBeGreaterThan(0);
    await expectNothingFalse();
    node.lie = null;
    await indexer.catchUp();
    await expectWhole();
  });
});
