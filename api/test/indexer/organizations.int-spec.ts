import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChainReader } from '../../src/chain/chain-reader.js';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { OrganizationRegistry } from '../../src/store/organization-registry.js';
import { FollowedDao } from '../support/foreign/followed-dao.js';
import type { ForeignDao } from '../support/foreign/foreign-dao.js';
import { ForeignDaoFounder } from '../support/foreign/found-foreign-daos.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

let chain: TestChain;
let database: TestDatabase;
let founder: ForeignDaoFounder;
let reader: ChainReader;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  founder = await ForeignDaoFounder.on(chain);
}, 300_000);

afterAll(async () => {
  reader?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

beforeEach(() => emptyTables(database.dataSource));

const follow = (dao: ForeignDao, organizations: OrganizationConfig[]) =>
  new FollowedDao(dao, reader, database, organizations);

const rowsOf = (table: string, contract: string): Promise<unknown[]> =>
  database.dataSource.query(`SELECT 1 FROM ${table} WHERE contract = $1`, [contract]);

/** A vote on a proposal, up to the middle of it. */
async function voteOn(dao: ForeignDao, support: number, words = 'The same words'): Promise<void> {
  const proposal = await dao.propose(words);
  await dao.pass(4);
  await dao.vote(0, proposal, support);
}

describe('many organizations', () => {
  it('keep apart when their proposals have the same ids, and from a stranger who says the same', async () => {
    const [one, two, stranger] = [
      await founder.alpha('one'),
      await founder.bravo('two', 0),
      await founder.alpha('stranger'),
    ];
    const both = [await one.organization(), await two.organization()];
    const [first, second] = [follow(one, both), follow(two, both)];
    await voteOn(one, 1);
    await voteOn(two, 0);
    await voteOn(stranger, 1);

    await first.agrees();
    await second.expectEqual();

    const tallies = await database.dataSource.query(
      'SELECT proposal_id, for_, against FROM proposal_tally ORDER BY for_',
    );
    expect(tallies).toEqual([
      { proposal_id: '1', for_: '0', against: '600000000000000000000000' },
      { proposal_id: '1', for_: '600000000000000000000000', against: '0' },
    ]);
    expect(await rowsOf('proposal_created', (await stranger.organization()).governor)).toEqual([]);
  });

  it('are each complete when two indexers with different configurations take turns on one chain', async () => {
    const [one, two] = [await founder.alpha('one'), await founder.openZeppelin4('two')];
    const [first, second] = [follow(one, [await one.organization()]), follow(two, [await two.organization()])];
    await first.indexer.catchUp();
    await second.indexer.catchUp();

    for (const support of [1, 0]) {
      await voteOn(one, support, `First ${support}`);
      await voteOn(two, support, `First ${support}`);
      await first.indexer.catchUp();
      await voteOn(one, support, `Second ${support}`);
      await voteOn(two, support, `Second ${support}`);
      await second.indexer.catchUp();
    }
    await first.indexer.catchUp();

    await first.expectEqual();
    await second.expectEqual();
    expect(await rowsOf('vote_cast', (await one.organization()).governor)).toHaveLength(4);
    expect(await rowsOf('vote_cast', (await two.organization()).governor)).toHaveLength(4);
  });

  it('are followed from their first contract, whatever the configuration says', async () => {
    const dao = await founder.alpha('late');
    await voteOn(dao, 1);
    const { number } = await reader.head();
    const one = follow(dao, [await dao.organization({ startBlock: number })]);

    await one.agrees();

    expect(one.said.join()).toContain(`startBlock ${number} is too late`);
    expect(await rowsOf('vote_cast', (await dao.organization()).governor)).toHaveLength(1);
  });

  it('are not held up by one that is refused', async () => {
    const dao = await founder.alpha('good');
    const bad = await dao.organization({ slug: 'bad', governor: (await dao.organization()).token });
    const one = follow(dao, [bad, await dao.organization()]);

    await one.agrees();

    expect(one.said.join()).toContain('bad: governor refused');
  });

  it('are added to a chain that is followed already, with what only their views tell', async () => {
    const [one, two] = [await founder.alpha('one'), await founder.openZeppelin4('two')];
    await voteOn(one, 1);
    await voteOn(two, 1);
    await follow(one, [await one.organization()]).agrees();

    const both = follow(two, [await one.organization(), await two.organization()]);

    await both.agrees();
    expect(await rowsOf('vote_cast', (await two.organization()).governor)).toHaveLength(1);
  });

  it('are forgotten without harm to another one on the same chain', async () => {
    const [one, two] = [await founder.alpha('stays'), await founder.alpha('goes')];
    const both = [await one.organization(), await two.organization()];
    await voteOn(one, 1);
    await voteOn(two, 1);
    await follow(one, both).agrees();
    const readingOf = () =>
      database.dataSource.query('SELECT block_number, block_hash FROM chain_cursor, (SELECT count(*) FROM block) b');
    const before = await readingOf();
    expect(before).toHaveLength(1);

    await new OrganizationRegistry(database.dataSource).forget('goes');

    expect(await readingOf()).toEqual(before);
    await voteOn(one, 0, 'Other words');
    await follow(one, [await one.organization()]).agrees();
  });

  it('are forgotten with all that was found out about them', async () => {
    const dao = await founder.openZeppelin4('gone');
    await voteOn(dao, 1);
    await follow(dao, [await dao.organization()]).agrees();

    await new OrganizationRegistry(database.dataSource).forget('gone');

    for (const table of [
      'organization',
      'governor_dialect',
      'proposal_quorum',
      'vote_cast',
      'token_transfer',
      'delegate',
    ]) {
      expect(await database.dataSource.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
  });
});
