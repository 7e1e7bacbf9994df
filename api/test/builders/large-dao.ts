import type { DataSource } from 'typeorm';
import type { Organization } from '../../src/queries/organization.js';
import { NO_COURSES, refreshCourses } from '../../src/store/proposal-courses.js';

/** How much there is of everything. */
export const LARGE = { proposals: 4_000, votesEach: 20, transfers: 5_000, delegates: 3_000 } as const;

const [GOVERNOR, TOKEN, TIMELOCK] = ['11', '22', '33'].map((byte) => `0x${byte.repeat(20)}`) as [
  string,
  string,
  string,
];
const NOBODY = '0x0000000000000000000000000000000000000000';
const START = 1_700_000_000;

/**
 * A database that is full of one organization, written at once: proposal `n` is created in block `n`, its vote lasts 90
 * blocks of a second, and most of them are executed or lost.
 */
export async function fillLargeDao(db: DataSource): Promise<Organization> {
  for (const [sql, ...values] of STATEMENTS) await db.query(sql, values);
  await db.transaction((manager) => refreshCourses(manager, 31337, { ...NO_COURSES, governors: [GOVERNOR] }));
  await db.query('ANALYZE');
  const none = { mandateToken: null, policyRegistry: null, runRegistry: null, revenueAllocator: null };
  const addresses = { governor: GOVERNOR, token: TOKEN, timelock: TIMELOCK, ...none };
  return { id: 'large', slug: 'large', name: 'Large', chainId: 31337, addresses };
}

const place = (contract: string, log: string) =>
  `31337, n, ${log}, 'tx' || n, to_timestamp(${START} + n), '${contract}'`;
const { proposals, votesEach, transfers, delegates } = LARGE;

const STATEMENTS: [sql: string, ...values: unknown[]][] = [
  [
    `INSERT INTO organization (slug, name, chain_id, governor, token, timelock, start_block)
     VALUES ('large', 'Large', 31337, $1, $2, $3, 0)`,
    GOVERNOR,
    TOKEN,
    TIMELOCK,
  ],
  [
    `INSERT INTO chain_cursor (chain_id, block_number, block_hash, finalized_number, head_number, head_at, updated_at)
     VALUES (31337, $1, 'head', $1, $1, to_timestamp($2), now())`,
    proposals,
    START + proposals,
  ],
  [
    `INSERT INTO proposal_created (chain_id, block_number, log_index, tx_hash, block_at, contract, proposal_id, proposer,
       targets, "values", signatures, calldatas, vote_start, vote_end, description_raw, description, description_hash)
     SELECT ${place(GOVERNOR, '0')}, n, '0xProposer' || n % 50, '{}', '{}', '{}', '{}', ${START} + n + 5, ${START} + n + 95,
       '', repeat('Why. ', 100), 'hash'
     FROM generate_series(1, ${proposals}) n`,
  ],
  [
    `INSERT INTO proposal_tracked (chain_id, block_number, log_index, tx_hash, block_at, contract, track_id,
       voting_delay_seconds, voting_period_seconds, timelock_delay_seconds, expiry_seconds, quorum_bps, approval_bps,
       quorum_floor, proposal_id, codehashes)
     SELECT ${place(GOVERNOR, '1')}, 1, 5, 90, 10, 400, 1, 5000, 1, n, '{}' FROM generate_series(1, ${proposals}) n`,
  ],
  [
    `INSERT INTO vote_cast (chain_id, block_number, log_index, tx_hash, block_at, contract, proposal_id, voter, support,
       weight, reason_raw, reason)
     SELECT ${place(GOVERNOR, '100 + v')}, n - 10, '0xVoter' || (n * ${votesEach} + v) % ${delegates},
       CASE WHEN n % 4 = 3 THEN 0 ELSE 1 END, 100000, '', ''
     FROM generate_series(11, ${proposals}) n, generate_series(1, ${votesEach}) v`,
  ],
  [
    `INSERT INTO proposal_tally (chain_id, governor, proposal_id, against, for_, abstain, votes_count)
     SELECT chain_id, contract, proposal_id, coalesce(sum(weight) FILTER (WHERE support = 0), 0),
       coalesce(sum(weight) FILTER (WHERE support = 1), 0), 0, count(*)
     FROM vote_cast GROUP BY chain_id, contract, proposal_id`,
  ],
  [
    `INSERT INTO voter_tally (chain_id, governor, voter, votes_count)
     SELECT chain_id, contract, voter, count(*) FROM vote_cast GROUP BY chain_id, contract, voter`,
  ],
  [
    `INSERT INTO proposal_queued (chain_id, block_number, log_index, tx_hash, block_at, contract, proposal_id, eta_at)
     SELECT ${place(GOVERNOR, '2')}, n - 100, to_timestamp(${START} + n) FROM generate_series(101, ${proposals}) n
     WHERE n % 20 = 0`,
  ],
  [
    `INSERT INTO proposal_executed (chain_id, block_number, log_index, tx_hash, block_at, contract, proposal_id)
     SELECT ${place(GOVERNOR, '3')}, n - 110 FROM generate_series(111, ${proposals}) n WHERE n % 4 IN (0, 1, 2) AND n % 20 NOT IN (0, 1)`,
  ],
  [
    `INSERT INTO proposal_canceled (chain_id, block_number, log_index, tx_hash, block_at, contract, proposal_id)
     SELECT ${place(GOVERNOR, '4')}, n - 50 FROM generate_series(51, ${proposals}) n WHERE n % 40 = 7`,
  ],
  [
    `INSERT INTO token_transfer (chain_id, block_number, log_index, tx_hash, block_at, contract, "from", "to", amount)
     SELECT ${place(TOKEN, '5')}, CASE WHEN n % 5 = 0 THEN '${NOBODY}' ELSE '0xVoter' || n - 1 END,
       '0xVoter' || n, 1000 FROM generate_series(1, ${transfers}) n`,
  ],
  [
    `INSERT INTO token_supply (chain_id, token, block_number, block_at, supply)
     SELECT chain_id, contract, block_number, block_at, block_number * 200 FROM token_transfer WHERE "from" = '${NOBODY}'`,
  ],
  [
    `INSERT INTO delegate (chain_id, token, account, votes, delegators_count, votes_block_number, votes_log_index)
     SELECT 31337, '${TOKEN}', '0xVoter' || n, n, 1, 1, 1 FROM generate_series(1, ${delegates}) n`,
  ],
];
