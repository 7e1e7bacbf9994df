import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryPrepared } from '../store/prepared-query.js';
import { batchBy, indexBy } from './batch.js';
import { intIdSql } from './int-id.js';
import type { Organization } from './organization.js';
import { EMPTY_PAGE, type ListSource, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import type { Position } from './position.js';
import {
  isProposalState,
  type Proposal,
  type ProposalFilter,
  type ProposalKey,
  type ProposalState,
  parseProposalId,
  proposalIdOf,
} from './proposal.js';
import { proposalsSql } from './proposal.sql.js';
import { type ProposalRow, toProposal } from './proposal-row.js';
import { allProposalsSql, DERIVED_COURSES, proposalsInStateSql, readMoment } from './proposal-state.sql.js';
import { proposalTimeline } from './proposal-timeline.js';
import type { TimelineEvent } from './timeline.js';

interface KeyRow {
  chain_id: number;
  contract: string;
  proposal_id: string;
}

interface DerivedRow {
  proposal_id: string;
  state: ProposalState;
  deadline: string;
  expires_second: string | null;
}

/** What the facts of a proposal say of its course. */
export interface DerivedCourse {
  state: ProposalState;
  deadline: bigint;
  expiresAt: Date | null;
}

const derivedCourseOf = ({ state, deadline, expires_second }: DerivedRow): DerivedCourse => ({
  state,
  deadline: BigInt(deadline),
  expiresAt: expires_second === null ? null : new Date(Number(expires_second) * 1000),
});

const keyOf = (row: KeyRow): ProposalKey => ({
  chainId: row.chain_id,
  governor: row.contract,
  proposalId: BigInt(row.proposal_id),
});

const BY_KEYS = proposalsSql(`
  select p.* from proposal_created p
  join unnest($1::int[], $2::text[], $3::numeric[]) as wanted (chain_id, contract, proposal_id)
    on wanted.chain_id = p.chain_id and wanted.contract = p.contract and wanted.proposal_id = p.proposal_id`);

async function rowsByKeys(db: DataSource, keys: readonly ProposalKey[]): Promise<Map<string, ProposalRow>> {
  const rows = await queryPrepared<ProposalRow>(db, BY_KEYS, [
    keys.map((key) => key.chainId),
    keys.map((key) => key.governor),
    keys.map((key) => key.proposalId.toString()),
  ]);
  return indexBy(rows, (row) => proposalIdOf(keyOf(row)));
}

/** Proposals, as the governor's views would describe them at the head block. */
@Injectable()
export class ProposalQueries {
  private readonly rows = batchBy<ProposalKey, ProposalRow>(proposalIdOf, (keys) => rowsByKeys(this.db, keys));

  constructor(private readonly db: DataSource) {}

  /** Null when there is no such proposal, or no longer after a reorg. */
  async byId(id: string): Promise<Proposal | null> {
    const key = parseProposalId(id);
    return key && this.byKey(key);
  }

  /** By the number that stands for its id, see {@link intIdSql}. */
  async byIntId(intId: string): Promise<Proposal | null> {
    const name = `chain_id || ':' || contract || ':' || proposal_id`;
    const rows = await this.db.query<KeyRow[]>(
      `select chain_id, contract, proposal_id from proposal_created where ${intIdSql(name)} = $1::bigint limit 1`,
      [intId],
    );
    return rows[0] ? this.byKey(keyOf(rows[0])) : null;
  }

  async byKey(key: ProposalKey): Promise<Proposal | null> {
    const row = await this.rows.load(key);
    return row && toProposal(row);
  }

  /** A proposal with what happened to it, read at once; null as in {@link byId}. */
  async withTimeline(id: string): Promise<{ proposal: Proposal; timeline: TimelineEvent[] } | null> {
    const key = parseProposalId(id);
    const row = key && (await this.rows.load(key));
    return row ? { proposal: toProposal(row), timeline: proposalTimeline(row) } : null;
  }

  async timeline(key: ProposalKey): Promise<TimelineEvent[]> {
    const row = await this.rows.load(key);
    return row ? proposalTimeline(row) : [];
  }

  /** By proposal id: what its facts alone say of its course, for who checks what is kept. */
  async derivedCourses({ chainId, addresses }: Organization): Promise<Map<bigint, DerivedCourse>> {
    const now = await readMoment(this.db, chainId);
    const params = [chainId, addresses.governor, now?.second ?? 0, now?.number ?? 0];
    const rows = await this.db.query<DerivedRow[]>(DERIVED_COURSES, params);
    return new Map(rows.map((row) => [BigInt(row.proposal_id), derivedCourseOf(row)]));
  }

  /** The proposal whose execution made a log: `ProposalExecuted` follows what it did, in the same transaction. */
  async byEffect(organization: Organization, effect: Position): Promise<Proposal | null> {
    const rows = await this.db.query<KeyRow[]>(
      `select chain_id, contract, proposal_id from proposal_executed
       where chain_id = $1 and contract = $2 and block_number = $3 and tx_hash = $4 and log_index > $5
       order by log_index limit 1`,
      [organization.chainId, organization.addresses.governor, effect.blockNumber, effect.txHash, effect.logIndex],
    );
    return rows[0] ? this.byKey(keyOf(rows[0])) : null;
  }

  /** Newest first. */
  async page(
    organization: Organization,
    filter?: ProposalFilter | null,
    request?: PageRequest | null,
  ): Promise<Page<Proposal>> {
    const { chainId, addresses } = organization;
    const [state, proposer] = [filter?.state || null, filter?.proposer || null];
    // A state that nobody knows is that of no proposal.
    if (state !== null && !isProposalState(state)) return EMPTY_PAGE;
    const list = await this.listOf(chainId, addresses.governor, state, proposer);
    if (!list) return EMPTY_PAGE;
    const keys = await readPage<KeyRow>(this.db, list, request);
    const nodes = await Promise.all(keys.nodes.map((row) => this.byKey(keyOf(row))));
    return { nodes: nodes.filter((proposal) => proposal !== null), pageInfo: keys.pageInfo };
  }

  /** Null when nothing of the chain is indexed yet, so that nothing has a state. */
  private async listOf(
    chainId: number,
    governor: string,
    state: ProposalState | null,
    proposer: string | null,
  ): Promise<ListSource | null> {
    const by = proposer === null ? [] : [proposer];
    if (state === null) {
      return { source: allProposalsSql(by.length > 0), params: [chainId, governor, ...by], ...NEWEST_FIRST };
    }
    const now = await readMoment(this.db, chainId);
    const params = [chainId, governor, now?.second, now?.number, ...by];
    const source = proposalsInStateSql(state, by.length > 0);
    return now && { source, params, ...NEWEST_FIRST, isPlannedByValues: true };
  }
}
