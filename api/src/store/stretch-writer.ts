import type { DataSource, EntityManager } from 'typeorm';
import { BlockEntity } from './block.entity.js';
import type { FactStretch } from './chain-batch.js';
import { copyIn } from './copy/copy-in.js';
import { clientOf, copyRowsInto } from './copy/copy-staged.js';
import { copyTableOf } from './copy/copy-table.js';
import { applyDelegations } from './delegation-totals.js';
import type { FactRow } from './fact-row.js';
import { type FactGroup, groupFacts, sqlStateOf, writeFactsWithCare } from './fact-writer.js';
import { NO_READINGS, writeReadings } from './governor-readings.js';
import type { Fact } from './position.js';
import { coursesTouchedBy, refreshCourses } from './proposal-courses.js';
import { QuarantinedLogEntity } from './quarantined-log.entity.js';
import { DelegateChangedEntity, DelegateVotesChangedEntity, TokenTransferEntity } from './token.entity.js';
import { applySupply } from './token-supply.js';
import { VoteCastEntity } from './vote-cast.entity.js';
import { addVotes } from './vote-totals.js';
import { applyVotingPower } from './voting-power.js';

/** Rows that PostgreSQL refuses one by one, for what is in them or because they are there: not a broken database. */
const MAY_BE_CURED = /^(22|54|23505)/;

/** A stretch whose rows are written out as the database reads them. */
export interface EncodedStretch {
  groups: FactGroup[];
  blocks: object[];
}

/** Writes out the rows of a stretch. */
export function encodeStretch(dataSource: DataSource, { chainId, facts, blocks }: FactStretch): EncodedStretch {
  return { groups: groupFacts(dataSource, facts), blocks: blocks.map((block) => ({ chainId, ...block })) };
}

/** Writes a stretch above everything that is there: its rows are copied straight into their tables. */
export async function writeNewStretch(
  manager: EntityManager,
  stretch: FactStretch,
  { groups, blocks }: EncodedStretch,
): Promise<void> {
  const lines = [copyTableOf(manager.connection, BlockEntity).rows(blocks), ...groups.map((group) => group.lines)];
  try {
    await copyIn(await clientOf(manager), lines, 'SAVEPOINT stretch');
  } catch (error) {
    if (!MAY_BE_CURED.test(sqlStateOf(error))) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT stretch');
    return writeOldStretch(manager, stretch);
  }
  await finish(manager, stretch, stretch.facts);
}

/** Writes a stretch of which some rows may be there already. */
export async function writeOldStretch(manager: EntityManager, stretch: FactStretch): Promise<void> {
  const { chainId, blocks, facts } = stretch;
  const rows = blocks.map((block) => ({ chainId, ...block }));
  const sameBlock = `ON CONFLICT (chain_id, number) DO UPDATE SET hash = excluded.hash, block_at = excluded.block_at,
    logs_count = greatest(block.logs_count, excluded.logs_count)`;
  await copyRowsInto(manager, BlockEntity, rows, sameBlock);
  await finish(manager, stretch, await writeFactsWithCare(manager, facts));
}

/** What follows from the rows that were written. */
async function finish(manager: EntityManager, stretch: FactStretch, facts: FactRow[]): Promise<void> {
  const { chainId, quarantined, readings = NO_READINGS } = stretch;
  await addVotes(manager, rowsOf(facts, VoteCastEntity));
  await applyDelegations(manager, rowsOf(facts, DelegateChangedEntity));
  await applyVotingPower(manager, rowsOf(facts, DelegateVotesChangedEntity));
  await writeReadings(manager, chainId, readings);
  const tokens = await applySupply(manager, rowsOf(facts, TokenTransferEntity));
  await refreshCourses(manager, chainId, coursesTouchedBy(facts, readings, tokens));
  if (quarantined.length > 0) {
    await copyRowsInto(manager, QuarantinedLogEntity, quarantined, 'ON CONFLICT DO NOTHING');
  }
}

function rowsOf<T extends Fact>(facts: FactRow[], entity: new () => T): T[] {
  const rows: T[] = [];
  for (const fact of facts) if (fact.entity === entity) rows.push(fact.row as T);
  return rows;
}
