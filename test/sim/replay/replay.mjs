import { CHAIN_ID, DEPLOYED_AT } from '../world/organizations.mjs';
import { coursesOf } from './replay-courses.mjs';
import { replayFacts } from './replay-facts.mjs';
import { blockTimesOf, dialectsOf, quorumsOf } from './replay-readings.mjs';
import { policiesActiveOf, receiptsFinalOf, runStatesOf } from './replay-states.mjs';
import { delegatesOf, delegateTotalsOf, delegationsOf, suppliesOf, talliesOf, votersOf } from './replay-totals.mjs';

const chain_id = BigInt(CHAIN_ID);

/**
 * Everything that the database has to hold at rest, from the receipts of the canonical branch alone.
 * @param {object[]} blocks the branch, from the genesis on
 * @param {object[]} organizations those that are followed
 * @param {number} finality how far below the head a block is final
 * @returns {Map<string, object[]>} the rows of each table, by column
 */
export function replay(blocks, organizations, finality) {
  const { tables, quarantined, blocks: withLogs } = replayFacts(blocks, organizations);
  const rowsOf = (table) => tables.get(table) ?? [];
  const delegations = delegationsOf(rowsOf('delegate_changed'));
  const proposals = rowsOf('proposal_created');
  const delegates = delegatesOf(delegations, rowsOf('delegate_votes_changed'));
  const all = new Map([
    ...tables,
    ['quarantined_log', quarantined],
    ['proposal_tally', talliesOf(rowsOf('vote_cast'))],
    ['delegation', delegations],
    ['voter_tally', votersOf(rowsOf('vote_cast'))],
    ['delegate', delegates],
    ['delegate_total', delegateTotalsOf(delegates)],
    ['token_supply', suppliesOf(rowsOf('token_transfer'))],
    ['run_state', runStatesOf(tables)],
    ['receipt_final', receiptsFinalOf(tables)],
    ['policy_active', policiesActiveOf(tables)],
    ['governor_dialect', dialectsOf(blocks, organizations)],
    ['proposal_quorum', quorumsOf(blocks, organizations, proposals)],
    ['block_time', blockTimesOf(blocks, organizations, proposals, rowsOf('proposal_extended'))],
    ['block', [...withLogs.values()].map(({ block, count }) => blockRow(block, count))],
    ['chain_cursor', [cursorOf(blocks, finality)]],
    ['organization', organizations.map((one) => organizationRow(one, blocks.at(-1)))],
  ]);
  const courses = coursesOf(all);
  return all.set('proposal_course', courses).set('proposal_course_derived', courses);
}

function blockRow({ number, hash, timestamp }, count) {
  return { chain_id, number: BigInt(number), hash, block_at: BigInt(timestamp), logs_count: BigInt(count) };
}

function cursorOf(blocks, finality) {
  const head = blocks.at(-1);
  const number = BigInt(head.number);
  return {
    ...{ chain_id, block_number: number, block_hash: head.hash, head_number: number, head_at: BigInt(head.timestamp) },
    finalized_number: BigInt(Math.max(0, head.number - finality)),
  };
}

function organizationRow(one, head) {
  const { slug, governor, token, timelock } = one;
  return {
    ...{ slug, name: slug, chain_id, governor, token, timelock },
    policy_registry: one.policyRegistry ?? null,
    run_registry: one.runRegistry ?? null,
    revenue_allocator: one.revenueAllocator ?? null,
    mandate_token: one.mandateToken ?? null,
    start_block: BigInt(DEPLOYED_AT),
    indexed_number: BigInt(head.number),
  };
}
