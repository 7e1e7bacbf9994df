import type { EntityManager } from 'typeorm';
import { pruneDelegates } from './delegate-pruning.js';
import type { DelegateChangedEntity } from './token.entity.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

/**
 * Writes who delegates to whom now, and moves the counts of those who gain and lose. Of a delegator the newest event
 * counts: older ones, which come when an organization is added later, change nothing.
 */
export async function applyDelegations(manager: EntityManager, facts: DelegateChangedEntity[]): Promise<void> {
  const changes = [...new Map(facts.map((fact) => [`${fact.contract} ${fact.delegator}`, fact])).values()];
  const [first] = changes;
  if (!first) return;
  await manager.query(APPLY, [
    first.chainId,
    changes.map(({ contract }) => contract),
    changes.map(({ delegator }) => delegator),
    changes.map(({ toDelegate }) => toDelegate),
    changes.map(({ blockAt }) => blockAt),
    changes.map(({ blockNumber }) => blockNumber),
    changes.map(({ logIndex }) => logIndex),
  ]);
  await pruneDelegates(manager, first.chainId);
}

/** Deletes the delegations above a block, and goes back to what their delegators had chosen before. */
export async function rollBackDelegations(manager: EntityManager, chainId: number, above: number): Promise<void> {
  const [gone]: [{ contract: string; delegator: string }[], number] = await manager.query(
    'DELETE FROM delegate_changed WHERE chain_id = $1 AND block_number > $2 RETURNING contract, delegator',
    [chainId, above],
  );
  if (gone.length === 0) return;
  const tokens = gone.map(({ contract }) => contract);
  const delegators = gone.map(({ delegator }) => delegator);
  await manager.query(WITHDRAW, [chainId, tokens, delegators]);
  await applyDelegations(manager, await manager.query(LAST, [chainId, tokens, delegators]));
  await pruneDelegates(manager, chainId);
}

const APPLY = `
  WITH change AS (
    SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::int[])
      AS change (token, delegator, delegate, delegated_at, block_number, log_index)
  ), before AS (
    SELECT change.token, change.delegator, known.delegate
    FROM change LEFT JOIN delegation known
      ON known.chain_id = $1 AND known.token = change.token AND known.delegator = change.delegator
    WHERE known.token IS NULL OR (change.block_number, change.log_index) > (known.block_number, known.log_index)
  ), written AS (
    INSERT INTO delegation (chain_id, token, delegator, delegate, delegated_at, block_number, log_index)
    SELECT $1, token, delegator, change.delegate, delegated_at, block_number, log_index
    FROM change JOIN before USING (token, delegator)
    ON CONFLICT (chain_id, token, delegator) DO UPDATE SET
      delegate = excluded.delegate, delegated_at = excluded.delegated_at,
      block_number = excluded.block_number, log_index = excluded.log_index
  ), moved AS (
    SELECT token, delegate AS account, -1 AS delta FROM before WHERE delegate IS NOT NULL
    UNION ALL
    SELECT token, change.delegate, 1 FROM change JOIN before USING (token, delegator)
  )
  INSERT INTO delegate AS known (chain_id, token, account, votes, delegators_count, votes_block_number, votes_log_index)
  SELECT $1, token, account, 0, sum(delta), -1, -1 FROM moved
  WHERE account <> '${NOBODY}' GROUP BY token, account HAVING sum(delta) <> 0
  ON CONFLICT (chain_id, token, account) DO UPDATE SET
    delegators_count = known.delegators_count + excluded.delegators_count`;

const WITHDRAW = `
  WITH gone AS (
    DELETE FROM delegation
    WHERE chain_id = $1 AND (token, delegator) IN (SELECT * FROM unnest($2::text[], $3::text[]))
    RETURNING token, delegate
  ), moved AS (
    SELECT token, delegate AS account, count(*) AS count FROM gone GROUP BY token, delegate
  )
  UPDATE delegate SET delegators_count = delegators_count - moved.count FROM moved
  WHERE delegate.chain_id = $1 AND delegate.token = moved.token AND delegate.account = moved.account`;

const LAST = `
  SELECT last.chain_id AS "chainId", last.contract, last.delegator, last.to_delegate AS "toDelegate",
    last.block_at AS "blockAt", last.block_number AS "blockNumber", last.log_index AS "logIndex"
  FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::text[]) AS gone (token, delegator)) gone
  CROSS JOIN LATERAL (
    SELECT * FROM delegate_changed
    WHERE chain_id = $1 AND contract = gone.token AND delegator = gone.delegator
    ORDER BY block_number DESC, log_index DESC LIMIT 1
  ) last`;
