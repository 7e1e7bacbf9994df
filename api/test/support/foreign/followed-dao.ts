import { expect } from '@jest/globals';
import { OrganizationAudit } from '../../../src/audit/organization-audit.js';
import type { ChainReader } from '../../../src/chain/chain-reader.js';
import { ChainReaders } from '../../../src/chain/chain-readers.js';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import { ConfiguredChain } from '../../../src/indexer/configured-chain.js';
import type { Proposal } from '../../../src/queries/proposal.js';
import { ProposalQueries } from '../../../src/queries/proposal.queries.js';
import { expectTotalsKept } from '../kept-totals.js';
import { emptyTables, type TestDatabase } from '../test-database.js';
import type { ForeignDao, ForeignProposal } from './foreign-dao.js';

/** A DAO of another make, and an indexer that follows it. */
export class FollowedDao {
  readonly said: string[] = [];
  readonly indexer: ConfiguredChain;

  constructor(
    readonly dao: ForeignDao,
    private readonly reader: ChainReader,
    private readonly database: TestDatabase,
    organizations: OrganizationConfig[],
  ) {
    this.indexer = new ConfiguredChain(reader, database.dataSource, organizations, (line) => this.said.push(line));
  }

  /** On an empty database. */
  static async afresh(
    dao: ForeignDao,
    reader: ChainReader,
    database: TestDatabase,
    changes: Partial<OrganizationConfig> = {},
  ): Promise<FollowedDao> {
    await emptyTables(database.dataSource);
    return new FollowedDao(dao, reader, database, [await dao.organization(changes)]);
  }

  /** Indexes what is new, and demands that all of it is as the contracts say. */
  async agrees(): Promise<void> {
    await this.indexer.catchUp();
    await this.expectEqual();
  }

  /** Demands that all that is indexed is as the contracts say. */
  async expectEqual(): Promise<void> {
    expect(this.indexer.totals.quarantined).toBe(0);
    await expectTotalsKept(this.database.dataSource);
    const audit = new OrganizationAudit(
      this.database.dataSource,
      new ChainReaders([this.reader]),
      100,
      () => undefined,
    );
    const { differences, nouns } = await audit.run(this.dao.parts.slug);
    expect(differences).toEqual([]);
    expect(nouns.map(({ noun }) => noun)).toEqual(expect.arrayContaining(['accounts', 'governor']));
  }

  async proposal({ id }: ForeignProposal): Promise<Proposal> {
    const { governor } = await this.dao.organization();
    const key = { chainId: 31337, governor, proposalId: id };
    const proposal = await new ProposalQueries(this.database.dataSource).byKey(key);
    if (!proposal) throw new Error(`proposal ${id} is not indexed`);
    return proposal;
  }

  states(...proposals: ForeignProposal[]): Promise<string[]> {
    return Promise.all(proposals.map(async (one) => (await this.proposal(one)).state));
  }
}
