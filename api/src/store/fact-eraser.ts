import type { EntityManager } from 'typeorm';
import { rollBackDelegations } from './delegation-totals.js';
import { factEntities } from './fact-entities.js';
import { rollBackReadings } from './governor-readings.js';
import { coursesAbove, refreshCourses } from './proposal-courses.js';
import { rollBackSupply } from './token-supply.js';
import { rollBackVotes } from './vote-totals.js';
import { rollBackVotingPower } from './voting-power.js';

/** Deletes every fact above a block of a chain, and puts the totals right. Our own side (the ledger) stays. */
export async function deleteFactsAbove(manager: EntityManager, chainId: number, blockNumber: number): Promise<void> {
  const touched = await coursesAbove(manager, chainId, blockNumber);
  await rollBackVotes(manager, chainId, blockNumber);
  await rollBackDelegations(manager, chainId, blockNumber);
  await rollBackVotingPower(manager, chainId, blockNumber);
  await rollBackSupply(manager, chainId, blockNumber);
  // One question for all tables: a chain waits for the answer before it goes on.
  const deletions = [...factTables(manager), 'quarantined_log', 'proposal_course'].map(
    (table) => `DELETE FROM ${table} WHERE chain_id = ${Number(chainId)} AND block_number > ${Number(blockNumber)}`,
  );
  await manager.query(deletions.join('; '));
  await rollBackReadings(manager, chainId, blockNumber);
  await refreshCourses(manager, chainId, touched);
  await manager.query('DELETE FROM block WHERE chain_id = $1 AND number > $2', [chainId, blockNumber]);
}

/** Deletes every fact of some contracts, and their totals. */
export async function deleteFactsOf(manager: EntityManager, chainId: number, contracts: string[]): Promise<void> {
  for (const table of factTables(manager)) {
    await manager.query(`DELETE FROM ${table} WHERE chain_id = $1 AND contract = ANY($2)`, [chainId, contracts]);
  }
  await manager.query('DELETE FROM quarantined_log WHERE chain_id = $1 AND address = ANY($2)', [chainId, contracts]);
  for (const [table, column] of TOTALS) {
    await manager.query(`DELETE FROM ${table} WHERE chain_id = $1 AND ${column} = ANY($2)`, [chainId, contracts]);
  }
}

const factTables = (manager: EntityManager) =>
  factEntities.map((entity) => manager.connection.getMetadata(entity).tableName);

/** What is kept beside the facts, and the column that names the contract. */
const TOTALS = [
  ['proposal_tally', 'governor'],
  ['proposal_quorum', 'governor'],
  ['proposal_course', 'governor'],
  ['voter_tally', 'governor'],
  ['delegation', 'token'],
  ['delegate', 'token'],
  ['token_supply', 'token'],
] as const;
