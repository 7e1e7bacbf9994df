import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { PolicyInForce, Revision, ServingState } from './serving-state.js';

/** Whose serving state is asked for. */
export interface ServedOrganization {
  chainId: number;
  governor: string;
  policyRegistry: string;
  runRegistry: string;
}

/** Policies that are not about one model are adopted under this subject. */
const SHARED_SUBJECT = 'mandate';
const KINDS = { model: 0, safety: 1, moderation: 2, access: 3 } as const;

const moderationBody = z.object({
  rules: z.array(
    z.object({ phrase: z.string(), action: z.coerce.number(), onOutput: z.boolean(), message: z.string() }),
  ),
});
const accessBody = z.object({
  tiers: z.array(
    z.object({
      minimumStake: z.coerce.bigint(),
      requestsPerMinute: z.coerce.number(),
      contextTokens: z.coerce.number(),
    }),
  ),
});
const modelBody = z.object({ canaryRequests: z.coerce.number() });

interface PolicyRow extends PolicyInForce {
  kind: number;
  runId: string | null;
  body: unknown;
}

interface RunRow extends Revision {
  state: string;
  canaryBps: number | null;
  endsAt: Date | null;
  wasActivated: boolean;
  body: unknown;
}

// A proposal's calls run before its ProposalExecuted is emitted: the first one after the adoption is the one.
const PROPOSAL_OF_ADOPTION = `
  LEFT JOIN LATERAL (
    SELECT executed.proposal_id FROM proposal_executed executed
     WHERE executed.chain_id = adopted.chain_id AND executed.contract = $2
       AND executed.tx_hash = adopted.tx_hash AND executed.log_index > adopted.log_index
     ORDER BY executed.log_index LIMIT 1) proposal ON true`;

const POLICIES = `
  SELECT active.kind, active.subject, active.version::int AS version, active.digest,
         adopted.run_id AS "runId", adopted.body, proposal.proposal_id::text AS "proposalId"
    FROM policy_active active
    JOIN policy_adopted adopted USING (chain_id, contract, kind, subject, version)
    ${PROPOSAL_OF_ADOPTION}
   WHERE active.chain_id = $1 AND active.contract = $3 AND active.subject = ANY($4)`;

const RUNS = `
  SELECT run.run_id AS "runId", run.state, run.version::int AS version, run.attempt::int AS attempt,
         run.policy_digest AS "policyDigest", receipt.artifact_digest AS "artifactDigest",
         run.state_at AS since, canary.canary_bps AS "canaryBps", canary.ends_at AS "endsAt",
         activated.run_id IS NOT NULL AS "wasActivated", adopted.body, proposal.proposal_id::text AS "proposalId"
    FROM run_state run
    JOIN policy_adopted adopted
      ON adopted.chain_id = run.chain_id AND adopted.contract = $5 AND adopted.run_id = run.run_id
    JOIN LATERAL (
      SELECT artifact_digest FROM receipt_submitted
       WHERE chain_id = run.chain_id AND contract = run.contract AND run_id = run.run_id AND attempt = run.attempt
       ORDER BY block_number DESC, log_index DESC LIMIT 1) receipt ON true
    LEFT JOIN canary_started canary
      ON canary.chain_id = run.chain_id AND canary.contract = run.contract AND canary.run_id = run.run_id
    LEFT JOIN run_activated activated
      ON activated.chain_id = run.chain_id AND activated.contract = run.contract AND activated.run_id = run.run_id
    ${PROPOSAL_OF_ADOPTION}
   WHERE run.chain_id = $1 AND run.contract = $3 AND run.subject = $4
     AND (run.state = 'Canary' OR activated.run_id IS NOT NULL)
   ORDER BY run.version DESC`;

/** Reads from the indexed rows what the chain orders for a subject. */
export class ServingStateQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organization: ServedOrganization,
  ) {}

  /** The state at the last indexed block; null before the first block is indexed. One snapshot: all or nothing of a block. */
  async ofSubject(subject: string): Promise<ServingState | null> {
    const { chainId, governor, policyRegistry, runRegistry } = this.organization;
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [cursor] = await manager.query(
        'SELECT block_number::int AS "blockNumber", head_at AS "headAt" FROM chain_cursor WHERE chain_id = $1',
        [chainId],
      );
      if (!cursor) return null;
      const policies: PolicyRow[] = await manager.query(POLICIES, [
        chainId,
        governor,
        policyRegistry,
        [subject, SHARED_SUBJECT],
      ]);
      const runs: RunRow[] = await manager.query(RUNS, [chainId, governor, runRegistry, subject, policyRegistry]);
      return stateOf(subject, cursor, policies, runs);
    });
  }
}

function stateOf(
  subject: string,
  cursor: { blockNumber: number; headAt: Date },
  policies: PolicyRow[],
  runs: RunRow[],
): ServingState {
  const inForce = (kind: number) =>
    policies.find((row) => row.kind === kind && row.subject === subject) ??
    policies.find((row) => row.kind === kind && row.subject === SHARED_SUBJECT && kind !== KINDS.model) ??
    null;
  const [model, safety, moderation, access] = [KINDS.model, KINDS.safety, KINDS.moderation, KINDS.access].map(inForce);
  const active = runs.find((run) => model && run.runId === model.runId) ?? null;
  // Nothing is better than the base model under the name of a revision that we do not know.
  if (model && !active) throw new Error(`version ${model.version} of ${subject} is in force, its run is not indexed`);
  const canary = runs.find((run) => run.state === 'Canary') ?? null;
  // After a roll-back there can be later ones: they were passed over.
  const isEarlier = (run: RunRow) => active !== null && run.version < active.version;
  const earlier = runs.filter((run) => isEarlier(run) && run.wasActivated && run.state !== 'RolledBack');
  return {
    blockNumber: cursor.blockNumber,
    headAt: cursor.headAt,
    active: active && revisionOf(active),
    earlier: earlier.map(revisionOf),
    canary: canary && {
      ...revisionOf(canary),
      canaryBps: canary.canaryBps ?? 0,
      canaryRequests: modelBody.parse(canary.body).canaryRequests,
      endsAt: canary.endsAt ?? canary.since,
    },
    policies: {
      model: policyOf(model),
      safety: policyOf(safety),
      moderation: policyOf(moderation),
      access: policyOf(access),
    },
    moderation: moderation ? rulesOf(moderation.body) : [],
    tiers: access ? accessBody.parse(access.body).tiers : null,
  };
}

function rulesOf(body: unknown) {
  return moderationBody
    .parse(body)
    .rules.map((rule) => ({ ...rule, action: rule.action === 0 ? ('block' as const) : ('flag' as const) }));
}

function revisionOf(run: RunRow): Revision {
  const { runId, proposalId, version, attempt, policyDigest, artifactDigest, since } = run;
  return { runId, proposalId, version, attempt, policyDigest, artifactDigest, since };
}

function policyOf(row: PolicyRow | null | undefined): PolicyInForce | null {
  return row ? { version: row.version, digest: row.digest, subject: row.subject, proposalId: row.proposalId } : null;
}
