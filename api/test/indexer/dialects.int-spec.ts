import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationAudit } from '../../src/audit/organization-audit.js';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { ChainReaders } from '../../src/chain/chain-readers.js';
import { ConfiguredChain } from '../../src/indexer/configured-chain.js';
import type { Proposal } from '../../src/queries/proposal.js';
import { ProposalQueries } from '../../src/queries/proposal.queries.js';
import type { ForeignDao, ForeignProposal } from '../support/foreign/foreign-dao.js';
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

/** An indexer of one DAO that has just been started on an empty database. */
async function follow(dao: ForeignDao): Promise<FollowedDao> {
  await emptyTables(database.dataSource);
  const said: string[] = [];
  const organization = await dao.organization();
  const indexer = new ConfiguredChain(reader, database.dataSource, [organization], (line) => said.push(line));
  return new FollowedDao(dao, indexer, said);
}

class FollowedDao {
  constructor(
    readonly dao: ForeignDao,
    readonly indexer: ConfiguredChain,
    readonly said: string[],
  ) {}

  /** Indexes what is new, and demands that all of it is as the contracts say. */
  async agrees(): Promise<void> {
    await this.indexer.catchUp();
    expect(this.indexer.totals.quarantined).toBe(0);
    const audit = new OrganizationAudit(database.dataSource, new ChainReaders([reader]), 100, () => undefined);
    const { differences, nouns } = await audit.run(this.dao.parts.slug);
    expect(differences).toEqual([]);
    const compared = nouns.filter(({ cells }) => cells > 0).map(({ noun }) => noun);
    expect(compared).toEqual(expect.arrayContaining(['proposals', 'accounts']));
  }

  async proposal({ id }: ForeignProposal): Promise<Proposal> {
    const { governor } = await this.dao.organization();
    const proposal = await new ProposalQueries(database.dataSource).byKey({ chainId: 31337, governor, proposalId: id });
    if (!proposal) throw new Error(`proposal ${id} is not indexed`);
    return proposal;
  }

  async states(...proposals: ForeignProposal[]): Promise<string[]> {
    return Promise.all(proposals.map(async (one) => (await this.proposal(one)).state));
  }
}

type Found = (founder: ForeignDaoFounder) => Promise<ForeignDao>;

const daos: [string, Found][] = [
  ['OpenZeppelin 5 by blocks', (on) => on.openZeppelin5('oz5-blocks', 'blocknumber')],
  ['OpenZeppelin 5 by seconds', (on) => on.openZeppelin5('oz5-seconds', 'timestamp')],
  ['OpenZeppelin 5 over ERC-721', (on) => on.nft5('nft')],
  ['OpenZeppelin 4', (on) => on.openZeppelin4('oz4')],
  ['fractional votes over a Compound timelock', (on) => on.fractional5('fractional')],
  ["OpenZeppelin 4 with Bravo's face", (on) => on.bravoCompatible4('bravo-face')],
  ['Governor Alpha', (on) => on.alpha('alpha')],
  ['Governor Bravo', (on) => on.bravo('bravo')],
];

describe('a governor of another make', () => {
  it.each(daos)(
    'is indexed as its views say, at every step: %s',
    async (_name, found) => {
      const dao = await found(founder);
      const one = await follow(dao);
      const [delay, period] = dao.parts.clock === 'blocknumber' ? [3, 45] : [20, 800];

      const passed = await dao.propose('Pass this');
      const lost = await dao.propose('Refuse this', 1);
      await one.agrees();
      expect(await one.states(passed, lost)).toEqual(['PENDING', 'PENDING']);

      await dao.pass(delay);
      await dao.vote(0, passed, 1);
      await dao.vote(1, passed, 0, dao.parts.family === 'alpha' ? '' : 'too dear');
      await dao.vote(0, lost, 0);
      await one.agrees();
      expect(await one.states(passed, lost)).toEqual(['ACTIVE', 'ACTIVE']);

      const canceled = await dao.propose('Think better of it');
      await dao.cancel(canceled);
      await dao.pass(period);
      await one.agrees();
      expect(await one.states(passed, lost, canceled)).toEqual(['SUCCEEDED', 'DEFEATED', 'CANCELED']);

      await dao.queue(passed);
      await one.agrees();
      expect(await one.states(passed)).toEqual(['QUEUED']);
      await dao.wait(200);
      await one.agrees();
      expect((await one.proposal(passed)).isExecutable).toBe(true);
      await dao.execute(passed);
      await one.agrees();
      expect(await one.states(passed)).toEqual(['EXECUTED']);
    },
    60_000,
  );
});
