import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { batchBy, indexBy } from './batch.js';
import { readJob } from './calls/policy-body.js';
import type { Organization } from './organization.js';
import { mapPage, NEWEST_FIRST, type Page, type PageRequest, readPage } from './page.js';
import { POLICY_KINDS, type Policy, type PolicyFilter, type PolicyKey, parsePolicyId, policyIdOf } from './policy.js';
import { type PositionRow, positionOf } from './position.js';
import type { Proposal } from './proposal.js';
import type { Run } from './run.js';

interface PolicyRow extends PositionRow {
  chain_id: number;
  contract: string;
  slug: string;
  kind: number;
  subject: string;
  version: string;
  digest: string;
  epoch: string;
  run_id: string | null;
  body: Record<string, unknown> | null;
  is_in_force: boolean;
  was_in_force: boolean;
}

const POLICIES = `
  select p.chain_id, p.contract, p.block_number, p.log_index, p.tx_hash, p.block_at, o.slug, p.kind, p.subject,
         p.version, p.digest, p.epoch, p.run_id, p.body, f.version is not null as is_in_force,
         p.is_active or exists (
           select from policy_activated a where a.chain_id = p.chain_id and a.contract = p.contract
             and a.kind = p.kind and a.subject = p.subject and a.version = p.version) as was_in_force
  from policy_adopted p
  join organization o on o.chain_id = p.chain_id and o.policy_registry = p.contract
  left join policy_active f on f.chain_id = p.chain_id and f.contract = p.contract and f.kind = p.kind
    and f.subject = p.subject and f.version = p.version`;

function toPolicy(row: PolicyRow): Policy {
  const key: PolicyKey = {
    chainId: row.chain_id,
    registry: row.contract,
    kind: POLICY_KINDS[row.kind] ?? 'MODEL',
    subject: row.subject,
    version: Number(row.version),
  };
  return {
    ...key,
    id: policyIdOf(key),
    slug: row.slug,
    digest: row.digest,
    epoch: Number(row.epoch),
    isActive: row.is_in_force,
    wasActive: row.was_in_force,
    runId: row.run_id,
    body: row.body ?? {},
    adoptedAt: row.block_at,
    position: positionOf(row),
  };
}

/** Adopted policies, whether in force or not. */
@Injectable()
export class PolicyQueries {
  private readonly versions = batchBy<PolicyKey, Policy>(policyIdOf, async (keys) => {
    const rows = await this.db.query<PolicyRow[]>(
      `${POLICIES}
       join unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::bigint[])
         as wanted (chain_id, contract, kind, subject, version)
         on wanted.chain_id = p.chain_id and wanted.contract = p.contract and wanted.kind = p.kind
        and wanted.subject = p.subject and wanted.version = p.version`,
      [
        keys.map((key) => key.chainId),
        keys.map((key) => key.registry),
        keys.map((key) => POLICY_KINDS.indexOf(key.kind)),
        keys.map((key) => key.subject),
        keys.map((key) => key.version),
      ],
    );
    return indexBy(rows.map(toPolicy), policyIdOf);
  });

  private readonly byRun = batchBy<string, Policy>(
    (runId) => runId,
    async (runIds) => {
      const rows = await this.db.query<PolicyRow[]>(
        `${POLICIES}
         join run_opened r on r.chain_id = o.chain_id and r.contract = o.run_registry and r.run_id = p.run_id
         where p.run_id = any($1)`,
        [runIds],
      );
      return indexBy(rows.map(toPolicy), (policy) => policy.runId ?? '');
    },
  );

  constructor(private readonly db: DataSource) {}

  async byId(id: string): Promise<Policy | null> {
    const key = parsePolicyId(id);
    return key && this.byKey(key);
  }

  byKey(key: PolicyKey): Promise<Policy | null> {
    return this.versions.load(key);
  }

  /** The policy that a run carries out. The contract opens no run without one. */
  async ofRun(run: Run): Promise<Policy> {
    const policy = await this.byRun.load(run.runId);
    if (!policy) throw new Error(`The policy of run ${run.runId} is not indexed.`);
    return policy;
  }

  /** The job that a run has to carry out, as voted; null when it is not a JSON object. */
  async jobOf(run: Run): Promise<Record<string, unknown> | null> {
    return readJob((await this.ofRun(run)).body);
  }

  /** What the execution of a proposal adopted. */
  async ofProposal(proposal: Proposal): Promise<Policy[]> {
    const { execution, slug } = proposal;
    if (!execution) return [];
    const rows = await this.db.query<PolicyRow[]>(
      `${POLICIES} where o.slug = $1 and p.block_number = $2 and p.tx_hash = $3 and p.log_index between $4 and $5
       order by p.log_index`,
      [slug, execution.blockNumber, execution.txHash, execution.fromLogIndex, execution.toLogIndex],
    );
    return rows.map(toPolicy);
  }

  /** The models that an organization governs. */
  async subjects(organization: Organization): Promise<string[]> {
    const rows = await this.db.query<{ subject: string }[]>(
      `select distinct subject from policy_adopted where chain_id = $1 and contract = $2 and kind in (0, 1)
       order by subject`,
      [organization.chainId, organization.addresses.policyRegistry],
    );
    return rows.map((row) => row.subject);
  }

  /** Newest first. */
  async page(
    organization: Organization,
    filter?: PolicyFilter | null,
    request?: PageRequest | null,
  ): Promise<Page<Policy>> {
    const kind = (POLICY_KINDS as readonly unknown[]).indexOf(filter?.kind);
    const page = await readPage<PolicyRow>(
      this.db,
      {
        source: `${POLICIES} where o.slug = $1 and ($2::int is null or p.kind = $2)
                 and ($3::text is null or p.subject = $3)`,
        params: [organization.slug, kind < 0 ? null : kind, filter?.subject?.replaceAll('\0', '') ?? null],
        ...NEWEST_FIRST,
      },
      request,
    );
    return mapPage(page, toPolicy);
  }

  /** Every kind and subject of an organization with the version in force at a point of the chain, or now. */
  async inForce(organization: Organization, before?: { blockNumber: number; logIndex: number } | null) {
    const rows = await this.db.query<PolicyRow[]>(
      `with change as (
         select chain_id, contract, kind, subject, version, epoch, block_number, log_index from policy_adopted
         where is_active
         union all
         select chain_id, contract, kind, subject, version, epoch, block_number, log_index from policy_activated
         union all
         select chain_id, contract, kind, subject, version, epoch, block_number, log_index from policy_rolled_back
       ), last as (
         select distinct on (kind, subject) * from change
         where chain_id = $2 and contract = $3
           and ($4::bigint is null or (block_number, log_index) < ($4::bigint, $5::int))
         order by kind, subject, epoch desc
       )
       select p.* from (${POLICIES} where o.slug = $1) p
       join last on last.kind = p.kind and last.subject = p.subject and last.version = p.version`,
      [
        organization.slug,
        organization.chainId,
        organization.addresses.policyRegistry,
        before?.blockNumber ?? null,
        before?.logIndex ?? null,
      ],
    );
    return rows.map(toPolicy);
  }
}
