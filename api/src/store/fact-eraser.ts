import type { EntityManager } from 'typeorm';
import { factEntities } from './fact-entities.js';
import { subtractVotes } from './vote-totals.js';

const LAST_BLOCK = Number.MAX_SAFE_INTEGER;

/** Deletes every fact above a block of a chain, and puts the totals right. Our own side (the ledger) stays. */
export async function deleteFactsAbove(manager: EntityManager, chainId: number, blockNumber: number): Promise<void> {
  const governors: { contract: string }[] = await manager.query(
    'SELECT DISTINCT contract FROM vote_cast WHERE chain_id = $1 AND block_number > $2',
    [chainId, blockNumber],
  );
  const contracts = governors.map(({ contract }) => contract);
  await subtractVotes(manager, { chainId, contracts, fromBlock: blockNumber + 1, toBlock: LAST_BLOCK });
  for (const table of [...factTables(manager), 'quarantined_log']) {
    await manager.query(`DELETE FROM ${table} WHERE chain_id = $1 AND block_number > $2`, [chainId, blockNumber]);
  }
  await manager.query('DELETE FROM block WHERE chain_id = $1 AND number > $2', [chainId, blockNumber]);
}

/** Deletes every fact of some contracts, and puts the totals right. */
export async function deleteFactsOf(manager: EntityManager, chainId: number, contracts: string[]): Promise<void> {
  await subtractVotes(manager, { chainId, contracts, fromBlock: 0, toBlock: LAST_BLOCK });
  for (const table of factTables(manager)) {
    await manager.query(`DELETE FROM ${table} WHERE chain_id = $1 AND contract = ANY($2)`, [chainId, contracts]);
  }
  await manager.query('DELETE FROM quarantined_log WHERE chain_id = $1 AND address = ANY($2)', [chainId, contracts]);
}

const factTables = (manager: EntityManager) =>
  factEntities.map((entity) => manager.connection.getMetadata(entity).tableName);
