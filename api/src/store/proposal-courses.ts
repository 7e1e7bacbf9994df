import type { EntityManager } from 'typeorm';
import type { FactRow } from './fact-row.js';
import type { GovernorReadings } from './governor-readings.js';
import { queryPreparedIn } from './prepared-query.js';
import { ProposalCreatedEntity } from './proposal-created.entity.js';
import {
  ProposalCanceledEntity,
  ProposalExecutedEntity,
  ProposalExtendedEntity,
  ProposalQueuedEntity,
} from './proposal-lifecycle.entity.js';
import { ProposalTrackedEntity } from './proposal-tracked.entity.js';
import { CallCancelledEntity, CallExecutedEntity } from './timelock.entity.js';
import { VoteCastEntity } from './vote-cast.entity.js';

/** The proposals whose course may be another one now. */
export interface TouchedCourses {
  proposals: { contract: string; proposalId: bigint | string }[];
  /** What timelocks carried out or canceled. */
  operations: { contract: string; operationId: string }[];
  /** Every proposal of these. */
  governors: string[];
  /** Every proposal of governors that count these tokens. */
  tokens: string[];
  /** Whether a quorum was read, so that those which lean on another proposal's may lean on this one's. */
  isQuorumRead: boolean;
}

/** None. */
export const NO_COURSES: TouchedCourses = {
  proposals: [],
  operations: [],
  governors: [],
  tokens: [],
  isQuorumRead: false,
};

const OF_PROPOSALS = new Set<unknown>([
  ProposalCreatedEntity,
  ProposalTrackedEntity,
  ProposalExtendedEntity,
  ProposalQueuedEntity,
  ProposalExecutedEntity,
  ProposalCanceledEntity,
  VoteCastEntity,
]);
const OF_OPERATIONS = new Set<unknown>([CallExecutedEntity, CallCancelledEntity]);

/** What these facts and readings change; `tokens` are those whose supply of an earlier time is another one now. */
export function coursesTouchedBy(facts: FactRow[], readings: GovernorReadings, tokens: string[]): TouchedCourses {
  const proposals = new Map<string, TouchedCourses['proposals'][number]>();
  const operations: TouchedCourses['operations'] = [];
  let last: VoteCastEntity | null = null;
  for (const { entity, row } of facts) {
    if (OF_OPERATIONS.has(entity)) operations.push(row as CallExecutedEntity);
    if (!OF_PROPOSALS.has(entity)) continue;
    const { contract, proposalId } = row as VoteCastEntity;
    // Most of what comes are votes, most of them on the proposal of the vote before.
    if (last?.proposalId === proposalId && last.contract === contract) continue;
    last = row as VoteCastEntity;
    proposals.set(`${contract} ${proposalId}`, { contract, proposalId });
  }
  for (const { governor: contract, proposalId } of readings.quorums) {
    proposals.set(`${contract} ${proposalId}`, { contract, proposalId });
  }
  return {
    proposals: [...proposals.values()],
    operations,
    governors: readings.constants.map(({ governor }) => governor),
    tokens,
    isQuorumRead: readings.quorums.length > 0,
  };
}

/** Those with a fact above a block, which is about to be deleted. */
export async function coursesAbove(manager: EntityManager, chainId: number, above: number): Promise<TouchedCourses> {
  const [proposals, operations] = [
    await manager.query<TouchedCourses['proposals']>(PROPOSALS_ABOVE, [chainId, above]),
    await manager.query<TouchedCourses['operations']>(OPERATIONS_ABOVE, [chainId, above]),
  ];
  return { ...NO_COURSES, proposals, operations, isQuorumRead: true };
}

/** Writes the courses of these proposals as the facts have them now. */
export async function refreshCourses(
  manager: EntityManager,
  chainId: number,
  { proposals, operations, governors, tokens, isQuorumRead }: TouchedCourses,
): Promise<void> {
  const isAny = proposals.length + operations.length + governors.length + tokens.length > 0;
  if (!isAny && !isQuorumRead) return;
  await queryPreparedIn(manager, REFRESH, [
    chainId,
    proposals.map(({ contract }) => contract),
    proposals.map(({ proposalId }) => String(proposalId)),
    operations.map(({ contract }) => contract),
    operations.map(({ operationId }) => operationId),
    governors,
    tokens,
    isQuorumRead,
  ]);
}

const above = (table: string, column: string) =>
  `SELECT contract, ${column} FROM ${table} WHERE chain_id = $1 AND block_number > $2`;

const PROPOSALS_ABOVE = `
  SELECT contract, proposal_id AS "proposalId" FROM (
    ${[
      'proposal_tracked',
      'proposal_extended',
      'proposal_queued',
      'proposal_executed',
      'proposal_canceled',
      'vote_cast',
    ]
      .map((table) => above(table, 'proposal_id'))
      .join(' UNION ')}) touched`;

const OPERATIONS_ABOVE = `
  SELECT contract, operation_id AS "operationId" FROM (
    ${['call_executed', 'call_cancelled'].map((table) => above(table, 'operation_id')).join(' UNION ')}) touched`;

const COLUMNS = ['block_number', 'log_index', 'proposer', 'is_timestamp_clock', 'vote_start', 'deadline'].concat([
  'is_settled',
  'verdict',
  'early_verdict',
  'expired_from',
]);
const listOf = (row: string) => COLUMNS.map((column) => `${row}.${column}`).join(', ');

// An operation of the timelock belongs to the proposal that its governor queued next in the same transaction.
const TOUCHED = `
    SELECT * FROM unnest($2::text[], $3::numeric[]) AS named (governor, proposal_id)
    UNION
    SELECT q.contract, q.proposal_id
    FROM unnest($4::text[], $5::text[]) AS done (timelock, operation_id)
    JOIN call_scheduled s
      ON s.chain_id = $1 AND s.contract = done.timelock AND s.operation_id = done.operation_id
    JOIN proposal_queued q
      ON q.chain_id = $1 AND q.block_number = s.block_number AND q.tx_hash = s.tx_hash AND q.log_index > s.log_index
    UNION
    SELECT p.contract, p.proposal_id FROM proposal_created p WHERE p.chain_id = $1 AND p.contract = ANY($6::text[])
    UNION
    SELECT p.contract, p.proposal_id
    FROM organization o JOIN proposal_created p ON p.chain_id = o.chain_id AND p.contract = o.governor
    WHERE o.chain_id = $1 AND o.token = ANY($7::text[])
    UNION
    SELECT governor, proposal_id FROM proposal_quorum WHERE chain_id = $1 AND quorum IS NULL AND $8::boolean`;

const REFRESH = `
  WITH touched AS (${TOUCHED})
  INSERT INTO proposal_course AS known (chain_id, governor, proposal_id, ${COLUMNS.join(', ')})
  SELECT DISTINCT ON (derived.governor, derived.proposal_id)
    derived.chain_id, derived.governor, derived.proposal_id, ${listOf('derived')}
  FROM touched JOIN proposal_course_derived derived
    ON derived.chain_id = $1 AND derived.governor = touched.governor AND derived.proposal_id = touched.proposal_id
  ORDER BY derived.governor, derived.proposal_id, derived.block_number DESC, derived.log_index DESC
  ON CONFLICT (chain_id, governor, proposal_id) DO UPDATE SET (${COLUMNS.join(', ')}) = (${listOf('excluded')})
  WHERE (${listOf('known')}) IS DISTINCT FROM (${listOf('excluded')})`;
