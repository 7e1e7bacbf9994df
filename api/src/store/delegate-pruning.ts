import type { EntityManager } from 'typeorm';

/** Forgets who never had votes and has no delegators any more: such an account is no delegate. */
export async function pruneDelegates(manager: EntityManager, chainId: number): Promise<void> {
  await manager.query('DELETE FROM delegate WHERE chain_id = $1 AND votes_block_number = -1 AND delegators_count = 0', [
    chainId,
  ]);
}
