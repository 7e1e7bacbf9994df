import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountQueries } from '../../src/queries/account.queries.js';
import { DelegateQueries } from '../../src/queries/delegate.queries.js';
import { GovernorQueries } from '../../src/queries/governor.queries.js';
import type { Organization } from '../../src/queries/organization.js';
import { type ProposalState, proposalIdOf } from '../../src/queries/proposal.js';
import { ProposalQueries } from '../../src/queries/proposal.queries.js';
import { VoteQueries } from '../../src/queries/vote.queries.js';
import { fillLargeDao, LARGE } from '../builders/large-dao.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';
import { rowsReadBy } from './support/read-rows.js';

let database: TestDatabase;
let organization: Organization;
let proposals: ProposalQueries;

beforeAll(async () => {
  database = await startTestDatabase();
  organization = await fillLargeDao(database.dataSource);
  proposals = new ProposalQueries(database.dataSource);
}, 120_000);

afterAll(() => database?.stop());

const read = (ask: () => Promise<unknown>) => rowsReadBy(database.dataSource, ask);
const key = () => ({
  chainId: 31337,
  governor: organization.addresses.governor,
  proposalId: BigInt(LARGE.proposals - 200),
});

/** Facts that are many: what is shown of them is kept elsewhere. */
const FACTS = ['vote_cast', 'token_transfer', 'delegate_votes_changed', 'delegate_changed'];
const readOf = (rows: Record<string, number>, tables: string[]) =>
  Object.fromEntries(tables.filter((table) => rows[table]).map((table) => [table, rows[table]]));

describe('what a question looks at', () => {
  it('is one row of each table for a proposal with its tally, its quorum and its state', async () => {
    const rows = await read(() => proposals.withTimeline(proposalIdOf(key())));

    expect(readOf(rows, FACTS)).toEqual({});
    expect(rows).toMatchObject({ proposal_created: 1, proposal_course: 1, proposal_tally: 1, token_supply: 1 });
  });

  it('is the page for the newest proposals, beside a count of narrow rows', async () => {
    const rows = await read(() => proposals.page(organization, null, { limit: 20 }));

    expect(readOf(rows, FACTS)).toEqual({});
    expect(rows.proposal_created).toBe(20);
    expect(rows.token_supply).toBe(20);
    expect(rows.proposal_course).toBeLessThanOrEqual(LARGE.proposals + 41);
  });

  it.each<[ProposalState, number]>([
    ['PENDING', 100],
    ['ACTIVE', 100],
    ['SUCCEEDED', 500],
    ['QUEUED', 500],
    ['EXPIRED', 500],
    ['EXECUTED', LARGE.proposals],
    ['DEFEATED', 1_000],
    ['CANCELED', 100],
  ])('is for those that are %s what may be so by an index, and nothing of the votes', async (state, atMost) => {
    const { nodes, pageInfo } = await proposals.page(organization, { state }, { limit: 20 });
    const rows = await read(() => proposals.page(organization, { state }, { limit: 20 }));

    expect(readOf(rows, FACTS)).toEqual({});
    expect(rows.proposal_created ?? 0).toBe(nodes.length);
    // Those of the count, those of the page, and the details of the page.
    expect(rows.proposal_course).toBeLessThanOrEqual(2 * atMost + 20);
    expect(pageInfo.count).toBeLessThanOrEqual(atMost);
  });

  it('is narrow rows alone for the counts by state', async () => {
    const rows = await read(() => new GovernorQueries(database.dataSource).stats(organization));

    expect(Object.keys(rows).sort()).toEqual(['block', 'chain_cursor', 'proposal_course'].sort());
    expect(rows.proposal_course).toBe(LARGE.proposals);
  });

  it('is the page of a proposal for its votes: their number is kept', async () => {
    const rows = await read(() => new VoteQueries(database.dataSource).ofProposal(key(), { limit: 10 }));

    expect(readOf(rows, FACTS)).toEqual({ vote_cast: 11 });
  });

  it('is the page for delegates: votes, delegators, share and votes cast are kept', async () => {
    const rows = await read(() => new DelegateQueries(database.dataSource).page(organization, { limit: 50 }));

    expect(readOf(rows, FACTS)).toEqual({});
    expect(rows).toMatchObject({ delegate: 51, delegate_total: 2, voter_tally: 50 });
  });

  it('is the votes of an account alone for what it voted on', async () => {
    const votes = new VoteQueries(database.dataSource);
    const cast = (LARGE.proposals * LARGE.votesEach) / LARGE.delegates;
    const rows = await read(() => votes.ofAccount(organization, '0xVoter77', { limit: 10 }));

    expect(rows.vote_cast).toBeLessThanOrEqual(Math.ceil(cast));
  });

  it('is nothing of the votes for what an account holds', async () => {
    const rows = await read(() =>
      new AccountQueries(database.dataSource).holdingOf({ slug: 'large', address: '0xVoter77' }),
    );

    expect(rows).not.toHaveProperty('vote_cast');
    expect(rows.token_transfer).toBe(2);
  });
});
