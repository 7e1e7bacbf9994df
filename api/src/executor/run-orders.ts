import type { DataSource } from 'typeorm';

/** What the chain says of a run: ordered at a final block, everything else as of the indexed head. */
export interface ChainRun {
  readonly runId: string;
  readonly chainId: number;
  readonly registry: string;
  readonly subject: string;
  readonly version: number;
  readonly policyDigest: string;
  /** The adopted policy as it was in its event. */
  readonly document: Buffer;
  readonly orderBlockNumber: number;
  readonly orderBlockHash: string;
  /** Whether the block of the order is final by the indexer's rows. */
  readonly isOrderFinal: boolean;
  readonly staleAt: Date;
  readonly state: string;
  /** Whether the block that brought the run into its state is final. */
  readonly isStateFinal: boolean;
  /** The attempt in force; 0 before the first. */
  readonly attempt: number;
  readonly worker: string | null;
  readonly deadlineAt: Date | null;
  readonly finalizableAt: Date | null;
  /** Until when a challenge of the receipt is ruled on; null when there is none. */
  readonly rulingDeadlineAt: Date | null;
  /** The transactions behind it, by what they did. */
  readonly txHashes: Readonly<Record<string, string>>;
  /** The time of the chain's head. */
  readonly headAt: Date;
}

interface OrderRow extends Omit<ChainRun, 'txHashes'> {
  readonly attemptTxHash: string | null;
  readonly receiptTxHash: string | null;
}

/** The runs that the chain orders, read from the indexer's rows. */
export class RunOrders {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs whose opening is final and that still can go somewhere. */
  async final(): Promise<ChainRun[]> {
    const rows: OrderRow[] = await this.dataSource.query(finalOrders);
    return rows.map(chainRun);
  }

  /** A run, wherever it stands; null when no indexed block opened it. */
  async find(runId: string): Promise<ChainRun | null> {
    const [row]: OrderRow[] = await this.dataSource.query(`${orders} WHERE run.run_id = $1`, [runId]);
    return row === undefined ? null : chainRun(row);
  }
}

const orders = `
  SELECT run.run_id AS "runId", run.chain_id AS "chainId", run.contract AS registry, run.subject,
    run.version::int AS version, run.policy_digest AS "policyDigest", policy.document,
    run.block_number::int AS "orderBlockNumber", block.hash AS "orderBlockHash", run.stale_at AS "staleAt",
    run.block_number <= cursor.finalized_number AS "isOrderFinal",
    now_at.state, now_at.block_number <= cursor.finalized_number AS "isStateFinal",
    coalesce(attempt.attempt, 0)::int AS attempt, attempt.worker, attempt.deadline_at AS "deadlineAt",
    attempt.tx_hash AS "attemptTxHash", final.finalizable_at AS "finalizableAt", receipt.tx_hash AS "receiptTxHash",
    challenge.ruling_deadline_at AS "rulingDeadlineAt", cursor.head_at AS "headAt"
  FROM run_opened run
  JOIN organization ON organization.chain_id = run.chain_id AND organization.run_registry = run.contract
  JOIN chain_cursor cursor ON cursor.chain_id = run.chain_id
  JOIN block ON block.chain_id = run.chain_id AND block.number = run.block_number
  JOIN run_state now_at
    ON now_at.chain_id = run.chain_id AND now_at.contract = run.contract AND now_at.run_id = run.run_id
  JOIN policy_adopted policy ON policy.chain_id = run.chain_id
    AND policy.contract = organization.policy_registry AND policy.run_id = run.run_id
  LEFT JOIN LATERAL (
    SELECT * FROM attempt_started started
    WHERE started.chain_id = run.chain_id AND started.contract = run.contract AND started.run_id = run.run_id
    ORDER BY started.attempt DESC LIMIT 1
  ) attempt ON true
  LEFT JOIN LATERAL (
    SELECT * FROM receipt_submitted submitted
    WHERE submitted.chain_id = run.chain_id AND submitted.contract = run.contract AND submitted.run_id = run.run_id
    ORDER BY submitted.attempt DESC LIMIT 1
  ) receipt ON true
  LEFT JOIN receipt_final final
    ON final.chain_id = run.chain_id AND final.contract = run.contract AND final.run_id = run.run_id
  LEFT JOIN LATERAL (
    SELECT max(ruling_deadline_at) AS ruling_deadline_at FROM receipt_challenged challenged
    WHERE challenged.chain_id = run.chain_id AND challenged.contract = run.contract AND challenged.run_id = run.run_id
  ) challenge ON true
`;

// A run that has ended or is live, and that our ledger never knew, is history: nothing is left to do about it.
const finalOrders = `${orders}
  LEFT JOIN run_ledger ledger ON ledger.run_id = run.run_id
  WHERE run.block_number <= cursor.finalized_number AND CASE WHEN ledger.run_id IS NULL THEN now_at.state IN ('Open', 'Submitted', 'Challenged')
    ELSE ledger.state NOT IN ('Rejected', 'Failed', 'RolledBack', 'Superseded') END
  ORDER BY run.block_number, run.log_index
`;

function chainRun({ attemptTxHash, receiptTxHash, ...row }: OrderRow): ChainRun {
  const hashes = Object.entries({ startAttempt: attemptTxHash, submitReceipt: receiptTxHash });
  return { ...row, txHashes: Object.fromEntries(hashes.filter((pair): pair is [string, string] => pair[1] !== null)) };
}
