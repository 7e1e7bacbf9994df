import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getAddress } from 'ethers';
import { ChainReader } from '../../src/chain/chain-reader.js';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { ChainIndexer } from '../../src/indexer/chain-indexer.js';
import { configuredRow } from '../../src/indexer/configured-row.js';
import { ChainCursorEntity } from '../../src/store/chain-cursor.entity.js';
import { DelegateEntity } from '../../src/store/delegate.entity.js';
import { FactStore } from '../../src/store/fact-store.js';
import { OrganizationEntity } from '../../src/store/organization.entity.js';
import { OrganizationRegistry } from '../../src/store/organization-registry.js';
import { PolicyAdoptedEntity } from '../../src/store/policy.entity.js';
import { PolicyActiveView } from '../../src/store/policy-active.view.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import { ProposalTallyEntity } from '../../src/store/proposal-tally.entity.js';
import { QuarantinedLogEntity } from '../../src/store/quarantined-log.entity.js';
import { TokenTransferEntity } from '../../src/store/token.entity.js';
import { VoteCastEntity } from '../../src/store/vote-cast.entity.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { type MadeProposal, TestDao } from '../support/test-dao.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

let chain: TestChain;
let dao: TestDao;
let database: TestDatabase;
let founded: string;
const readers: ChainReader[] = [];

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  dao = await TestDao.found(chain);
}, 300_000);

afterAll(async () => {
  for (const reader of readers) reader.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

beforeEach(async () => {
  await emptyTables(database.dataSource);
  if (founded) await chain.revertTo(founded);
  founded = await chain.snapshot();
});

/** An indexer that has just been started with this configuration. */
async function startIndexer(organizations: OrganizationConfig[] = [dao.organization()]): Promise<ChainIndexer> {
  const reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  readers.push(reader);
  const registry = new OrganizationRegistry(database.dataSource);
  await registry.adopt(organizations.map(configuredRow));
  return new ChainIndexer(reader, new FactStore(database.dataSource), registry, organizations, () => undefined);
}

const rowsOf = <T extends object>(entity: new () => T): Promise<T[]> =>
  database.dataSource.getRepository(entity).find();

async function tallyOf({ proposalId }: MadeProposal) {
  const tally = await database.dataSource.getRepository(ProposalTallyEntity).findOneBy({ proposalId });
  return tally && { against: tally.against, for: tally.for, abstain: tally.abstain };
}

/** Every row of every fact table, to compare two histories. */
async function everything(): Promise<Record<string, unknown[]>> {
  const tables = database.dataSource.entityMetadatas.filter(
    ({ columns, tableType }) =>
      tableType === 'regular' && columns.some(({ propertyName }) => propertyName === 'logIndex'),
  );
  const found: Record<string, unknown[]> = {};
  for (const { tableName } of tables) {
    found[tableName] = await database.dataSource.query(`SELECT * FROM ${tableName} ORDER BY block_number, log_index`);
  }
  found.proposal_tally = await database.dataSource.query('SELECT * FROM proposal_tally ORDER BY proposal_id');
  return found;
}

describe('the indexer', () => {
  it('turns votes into facts and sums that equal the contract', async () => {
    const indexer = await startIndexer();
    const proposal = await dao.propose(0, 'Pay the auditors');
    await dao.castVote(0, proposal, 1, 'because they were thorough');
    await dao.castVote(1, proposal, 0);

    await indexer.catchUp();

    const [created] = await rowsOf(ProposalCreatedEntity);
    expect(created).toMatchObject({
      ...proposal,
      calldatas: proposal.calldatas.map((hex) => Buffer.from(hex.slice(2), 'hex')),
    });
    expect((await rowsOf(VoteCastEntity)).map(({ reason }) => reason)).toEqual(['because they were thorough', '']);
    expect(await tallyOf(proposal)).toEqual(await dao.votesOf(proposal));
  });

  it('understands everything that a deployment emits', async () => {
    const indexer = await startIndexer();

    await indexer.catchUp();

    expect(indexer.totals.quarantined).toBe(0);
    const policies = await rowsOf(PolicyActiveView);
    expect(policies.map(({ kind }) => kind).sort()).toEqual([1, 2, 3, 4]);
    const safety = (await rowsOf(PolicyAdoptedEntity)).find(({ kind }) => kind === 1);
    expect(safety?.subject).toBe('assistant');
    expect(safety?.body?.training).toContainEqual({ metric: 'refusal', bound: 0, valueE6: '800000' });
    const delegates = await rowsOf(DelegateEntity);
    expect(delegates).toHaveLength(2);
    for (const { account, votes } of delegates) {
      expect(votes).toBe(await dao.stake.getFunction('getVotes')(account));
    }
  });

  it('follows the chain block by block after the backfill, and gets the same rows', async () => {
    const indexer = await startIndexer();
    await indexer.catchUp();
    const proposal = await dao.propose(0, 'Step by step');
    await indexer.catchUp();
    await dao.castVote(0, proposal, 1);
    await indexer.catchUp();
    const live = await everything();

    await chain.mine(10);
    await emptyTables(database.dataSource);
    await (await startIndexer()).catchUp();

    expect(live.vote_cast).toHaveLength(1);
    expect(await everything()).toEqual(live);
  });

  it('forgets votes that were reorganised away', async () => {
    const indexer = await startIndexer();
    const proposal = await dao.propose(0, 'Will it stay?');
    const before = await chain.snapshot();
    await dao.castVote(0, proposal, 1);
    await dao.castVote(1, proposal, 1);
    await indexer.catchUp();
    expect(await tallyOf(proposal)).toEqual(await dao.votesOf(proposal));

    await chain.revertTo(before);
    await dao.castVote(1, proposal, 0, 'changed my mind');
    await chain.mine(3);
    await indexer.catchUp();

    expect((await rowsOf(VoteCastEntity)).map(({ reason }) => reason)).toEqual(['changed my mind']);
    expect(await tallyOf(proposal)).toEqual(await dao.votesOf(proposal));
    expect(indexer.totals.reorgs).toBe(1);
  });

  it('forgets a proposal that a reorg removed, with its tally, and keeps the one that took its place', async () => {
    const indexer = await startIndexer();
    await indexer.catchUp();
    const before = await chain.snapshot();
    const gone = await dao.propose(0, 'Gone');
    await dao.castVote(0, gone, 1);
    await indexer.catchUp();

    await chain.revertTo(before);
    const stays = await dao.propose(1, 'Stays');
    await chain.mine(4);
    await indexer.catchUp();

    expect((await rowsOf(ProposalCreatedEntity)).map(({ proposalId }) => proposalId)).toEqual([stays.proposalId]);
    expect(await tallyOf(gone)).toBeNull();
    const reorganised = await everything();
    await emptyTables(database.dataSource);
    await (await startIndexer()).catchUp();
    expect(await everything()).toEqual(reorganised);
  });

  it('keeps its rows when the RPC lags behind them', async () => {
    const indexer = await startIndexer();
    const proposal = await dao.propose(0, 'Known already');
    await indexer.catchUp();
    const reader = readers.at(-1) as ChainReader;
    const findBlock = reader.findBlock.bind(reader);
    const newest = (await chain.provider.getBlockNumber()) - 1;
    reader.findBlock = async (which) =>
      which === 'latest' ? findBlock(newest) : Number(which) > newest ? null : findBlock(which);

    await indexer.catchUp();

    expect(indexer.totals.reorgs).toBe(0);
    expect((await rowsOf(ProposalCreatedEntity)).map(({ proposalId }) => proposalId)).toEqual([proposal.proposalId]);
  });

  it('takes a shorter chain for what it is', async () => {
    const indexer = await startIndexer();
    const before = await chain.snapshot();
    await dao.propose(0, 'Gone');
    await chain.mine(5);
    await indexer.catchUp();

    await chain.revertTo(before);
    await indexer.catchUp();

    expect(await rowsOf(ProposalCreatedEntity)).toEqual([]);
    const [cursor] = await rowsOf(ChainCursorEntity);
    expect(cursor?.blockNumber).toBe(await chain.provider.getBlockNumber());
  });

  it('keeps a description with NUL and invalid UTF-8, raw and readable', async () => {
    const indexer = await startIndexer();
    await dao.propose(0, Uint8Array.from([0x48, 0x69, 0x00, 0xff, 0xfe]));

    await indexer.catchUp();

    const [created] = await rowsOf(ProposalCreatedEntity);
    expect(created?.description).toMatch(/^Hi\uFFFD\uFFFD\uFFFD\n\n#proposer=0x/);
    expect(created?.descriptionRaw.subarray(0, 5)).toEqual(Buffer.from([0x48, 0x69, 0x00, 0xff, 0xfe]));
  });

  it('puts aside a log that cannot be decoded, and is not held up by it', async () => {
    const rogue = getAddress('0x00000000000000000000000000000000000bad01');
    const transfer = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
    await chain.provider.send('anvil_setCode', [rogue, `0x7f${transfer}5f5fa100`]); // log1(0, 0, Transfer)
    const indexer = await startIndexer([dao.organization({ mandateToken: rogue })]);

    await (await dao.members[0]?.sendTransaction({ to: rogue }))?.wait();
    const proposal = await dao.propose(0, 'Life goes on');
    await indexer.catchUp();

    expect((await rowsOf(QuarantinedLogEntity)).map(({ topics, error }) => ({ topics, error }))).toEqual([
      { topics: [`0x${transfer}`], error: 'UndecodableLog: Transfer has 2 indexed values, the log 0' },
    ]);
    expect((await rowsOf(ProposalCreatedEntity)).map(({ proposalId }) => proposalId)).toEqual([proposal.proposalId]);
  });

  it('goes on where it stopped', async () => {
    await (await startIndexer()).catchUp();
    const proposal = await dao.propose(0, 'Between two starts');
    const restarted = await startIndexer();

    await restarted.catchUp();

    expect((await rowsOf(ProposalCreatedEntity)).map(({ proposalId }) => proposalId)).toEqual([proposal.proposalId]);
    expect(restarted.totals.blocks).toBe(1);
  });

  it('lets only one of two indexers write, and both go on', async () => {
    const [one, other] = await Promise.all([startIndexer(), startIndexer()]);
    const proposal = await dao.propose(0, 'Twice?');
    await dao.castVote(0, proposal, 1);

    const outcomes = await Promise.allSettled([one.catchUp(), other.catchUp()]);
    await one.catchUp();
    await other.catchUp();

    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await tallyOf(proposal)).toEqual(await dao.votesOf(proposal));
  });

  it('reads the past of an organization that is added later', async () => {
    const early = dao.organization({
      slug: 'early',
      governor: '0x00000000000000000000000000000000000000A1',
      mandateToken: undefined,
    });
    const proposal = await dao.propose(0, 'Before the second organization');
    await dao.castVote(0, proposal, 1);
    await (await startIndexer([early])).catchUp();
    expect(await rowsOf(ProposalCreatedEntity)).toEqual([]);

    await (await startIndexer([early, dao.organization()])).catchUp();

    const late = await everything();
    expect(late.vote_cast).toHaveLength(1);
    await emptyTables(database.dataSource);
    await (await startIndexer()).catchUp();
    expect(late).toEqual(await everything());
  });

  it('finds a reorg of the time when it was down before it reads the past of an organization that is added', async () => {
    const late = dao.organization({
      slug: 'late',
      governor: '0x00000000000000000000000000000000000000A1',
      mandateToken: undefined,
    });
    const before = await chain.snapshot();
    const gone = await dao.propose(0, 'Gone');
    await dao.castVote(0, gone, 1);
    await (await startIndexer()).catchUp();
    const indexed = await chain.provider.getBlockNumber();
    await chain.revertTo(before);
    await chain.mine(indexed - (await chain.provider.getBlockNumber()) + 3);

    await (await startIndexer([dao.organization(), late])).catchUp();

    expect(await rowsOf(ProposalCreatedEntity)).toEqual([]);
    expect(await tallyOf(gone)).toBeNull();
  });

  it("leaves another configuration's organizations alone, and forgets one when it is told to", async () => {
    const other = dao.organization({ slug: 'other', governor: dao.deployment.policyRegistry });
    await (await startIndexer([dao.organization(), other])).catchUp();

    await startIndexer();
    expect((await rowsOf(OrganizationEntity)).map(({ slug }) => slug).sort()).toEqual(['acme', 'other']);

    const registry = new OrganizationRegistry(database.dataSource);
    expect(await registry.forget('acme')).toBe(true);
    expect(await registry.forget('acme')).toBe(false);
    expect((await rowsOf(OrganizationEntity)).map(({ slug }) => slug)).toEqual(['other']);
    // What both have stays; the governor was acme's alone.
    const count = async (contract: string) =>
      (await rowsOf(TokenTransferEntity)).filter((row) => row.contract === contract).length;
    expect(await count(dao.deployment.token)).toBeGreaterThan(0);
    const tracks = await database.dataSource.query('SELECT 1 FROM track_set WHERE contract = $1', [
      dao.deployment.governor,
    ]);
    expect(tracks).toEqual([]);
  });

  it('indexes an organization afresh when its contracts change', async () => {
    const withoutToken = dao.organization({ mandateToken: undefined });
    const proposal = await dao.propose(0, 'Once');
    await dao.castVote(0, proposal, 1);
    await (await startIndexer([withoutToken])).catchUp();

    await (await startIndexer()).catchUp();

    expect(await tallyOf(proposal)).toEqual(await dao.votesOf(proposal));
    const contracts = new Set((await rowsOf(TokenTransferEntity)).map(({ contract }) => contract));
    expect(contracts).toContain(dao.deployment.token);
  });
});
