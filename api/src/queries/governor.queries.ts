import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { queryPrepared } from '../store/prepared-query.js';
import { batchBy } from './batch.js';
import type { Governor, ProposalStats, Track, TrackRoute } from './governor.js';
import type { Organization } from './organization.js';
import type { ProposalState } from './proposal.js';
import { readMoment, STATE_COUNTS } from './proposal-state.sql.js';
import { nameTracks } from './track-names.js';

/** A place in the chain: what is asked for is as it was just before it. */
export type Before = { blockNumber: number; logIndex: number } | null | undefined;

interface TrackRow {
  track_id: number;
  voting_delay_seconds: string;
  voting_period_seconds: string;
  timelock_delay_seconds: string;
  expiry_seconds: string;
  quorum_bps: number;
  approval_bps: number;
  quorum_floor: string;
}

interface RouteRow {
  target: string;
  selector: string;
  track_id: number;
}

const BEFORE = `chain_id = $1 and contract = $2
  and ($3::bigint is null or (block_number, log_index) < ($3::bigint, $4::int))`;

/** Before the first change it is what that changed, and without any what the governor itself said. */
const THRESHOLD = `coalesce(
  (select new_proposal_threshold from proposal_threshold_set where ${BEFORE}
   order by block_number desc, log_index desc limit 1),
  (select old_proposal_threshold from proposal_threshold_set where chain_id = $1 and contract = $2
   order by block_number, log_index limit 1),
  (select proposal_threshold from governor_dialect where chain_id = $1 and governor = $2))`;

/** When the last indexed block was: during a backfill that is long before the head. */
const NOW = `select coalesce(b.block_at, h.head_at) from chain_cursor h
  left join block b on b.chain_id = h.chain_id and b.number = h.block_number where h.chain_id = $1`;

const NOBODY = '0x0000000000000000000000000000000000000000';

const PASSED: readonly ProposalState[] = ['SUCCEEDED', 'QUEUED', 'EXECUTED'];
const FAILED: readonly ProposalState[] = ['DEFEATED', 'CANCELED', 'EXPIRED'];

/** The rules that proposals are under. */
@Injectable()
export class GovernorQueries {
  private readonly governors = batchBy<Organization, Governor>(
    (organization) => organization.slug,
    async (organizations) =>
      new Map(await Promise.all(organizations.map(async (each) => [each.slug, await this.settingsAt(each)] as const))),
  );

  constructor(private readonly db: DataSource) {}

  /** Every organization has one governor. */
  async ofOrganization(organization: Organization): Promise<Governor> {
    return (await this.governors.load(organization)) ?? this.settingsAt(organization);
  }

  /** The threshold and the guardian, now or as they were. */
  async settingsAt(organization: Organization, before?: Before): Promise<Governor> {
    const rows = await this.db.query<
      { threshold: string | null; guardian: string | null; term_ends_at: Date | null; is_in_office: boolean }[]
    >(
      `select
         ${THRESHOLD} as threshold, g.guardian, g.term_ends_at,
         g.guardian <> '${NOBODY}'
           and g.term_ends_at > (${NOW}) as is_in_office
       from (select) one left join lateral (
         select guardian, term_ends_at from guardian_set where ${BEFORE}
         order by block_number desc, log_index desc limit 1) g on true`,
      params(organization, before),
    );
    const { chainId, addresses, slug } = organization;
    const guardian = rows[0]?.is_in_office ? rows[0].guardian : null;
    return {
      id: `${chainId}:${addresses.governor}`,
      slug,
      address: addresses.governor,
      chainId,
      proposalThreshold: BigInt(rows[0]?.threshold ?? 0),
      guardian,
      guardianTermEndsAt: rows[0]?.term_ends_at ?? null,
    };
  }

  /** The tracks, now or as they were, the strictest first. */
  async tracks(organization: Organization, before?: Before): Promise<Track[]> {
    const [rows, routes] = await Promise.all([
      this.db.query<TrackRow[]>(
        `select distinct on (track_id) * from track_set where ${BEFORE}
         order by track_id, block_number desc, log_index desc`,
        params(organization, before),
      ),
      this.routes(organization, before),
    ]);
    const names = nameTracks(routes);
    return rows.map((row) => toTrack(row, names));
  }

  /** Which calls fall under which track; what is not listed falls under the strictest. */
  async routes(organization: Organization, before?: Before): Promise<TrackRoute[]> {
    const rows = await this.db.query<RouteRow[]>(
      `select * from (
         select distinct on (target, selector) target, selector, track_id from track_routed where ${BEFORE}
         order by target, selector, block_number desc, log_index desc) r
       where track_id > 0 order by track_id, target, selector`,
      params(organization, before),
    );
    return rows.map((row) => ({ target: row.target, selector: row.selector, trackId: row.track_id }));
  }

  /** The rules that were copied into a proposal; null on a governor without tracks. */
  async trackOf(organization: Organization, proposalId: bigint): Promise<Track | null> {
    const [rows, routes] = await Promise.all([
      this.db.query<TrackRow[]>(
        'select * from proposal_tracked where chain_id = $1 and contract = $2 and proposal_id = $3::numeric',
        [organization.chainId, organization.addresses.governor, proposalId.toString()],
      ),
      this.routes(organization),
    ]);
    return rows[0] ? toTrack(rows[0], nameTracks(routes)) : null;
  }

  /** How many proposals there are, by outcome. */
  async stats(organization: Organization): Promise<ProposalStats> {
    const { chainId, addresses } = organization;
    const now = await readMoment(this.db, chainId);
    const rows = await queryPrepared<{ state: ProposalState; count: number }>(this.db, STATE_COUNTS, [
      chainId,
      addresses.governor,
      now?.second ?? 0,
      now?.number ?? 0,
    ]);
    const count = (states?: readonly ProposalState[]) =>
      rows.filter((row) => !states || states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
    return { total: count(), active: count(['ACTIVE']), passed: count(PASSED), failed: count(FAILED) };
  }
}

function params(organization: Organization, before: Before): unknown[] {
  const { chainId, addresses } = organization;
  return [chainId, addresses.governor, before?.blockNumber ?? null, before?.logIndex ?? null];
}

function toTrack(row: TrackRow, names: Map<number, string>): Track {
  return {
    trackId: row.track_id,
    name: names.get(row.track_id) ?? `Track ${row.track_id}`,
    votingDelaySeconds: Number(row.voting_delay_seconds),
    votingPeriodSeconds: Number(row.voting_period_seconds),
    timelockDelaySeconds: Number(row.timelock_delay_seconds),
    expirySeconds: Number(row.expiry_seconds),
    quorumBps: row.quorum_bps,
    approvalBps: row.approval_bps,
    quorumFloor: BigInt(row.quorum_floor),
  };
}
