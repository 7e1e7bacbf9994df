import { readFile } from 'node:fs/promises';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import { type ChainedEvent, faultIn, faultOfHead } from '../store/run-ledger-log.js';
import { readStatement } from './run-statement.js';

/** What the chain has on record of a run's receipt. */
export interface AnchoringReceipt {
  readonly runId: string;
  readonly worker: string;
  /** bytes32, as in the event. */
  readonly artifactDigest: string;
  readonly provenanceDigest: string;
}

/** What a check of a log found; `fault` is null when it is sound. */
export interface LogCheck {
  readonly events: number;
  /** How many of them the receipt on chain vouches for; null without a receipt. */
  readonly anchored: number | null;
  readonly fault: string | null;
}

/**
 * Checks a log by itself, and against the receipt on chain where there is one: the statement that the receipt names has to
 * hold a head which this log goes through. What was changed, left out or put in before the receipt is found.
 */
export async function checkRunLog(
  events: readonly ChainedEvent[],
  receipt: AnchoringReceipt | null,
  artifacts: ArtifactStore,
): Promise<LogCheck> {
  const fault = faultIn(events);
  if (fault !== null || receipt === null) return { events: events.length, anchored: null, fault };

  const digest = `sha256:${receipt.provenanceDigest.slice(2)}`;
  try {
    const envelope = await readFile(await artifacts.getFile(digest), 'utf8');
    const statement = readStatement(envelope, receipt.worker);
    const wrong = mismatch(events, receipt, statement) ?? faultOfHead(events, statement.logHead);
    return { events: events.length, anchored: wrong === null ? statement.logHead.sequence : null, fault: wrong };
  } catch (error) {
    return {
      events: events.length,
      anchored: null,
      fault: `the statement of the receipt: ${(error as Error).message}`,
    };
  }
}

function mismatch(
  events: readonly ChainedEvent[],
  receipt: AnchoringReceipt,
  statement: { runId: string; artifactDigest: string },
): string | null {
  if (statement.runId !== receipt.runId) return `the statement is about run ${statement.runId}`;
  if (events[0]?.runId !== receipt.runId) return `the log is about run ${events[0]?.runId}`;
  const stated = `0x${statement.artifactDigest.slice('sha256:'.length)}`;
  return stated === receipt.artifactDigest ? null : `the statement is about the artifact ${statement.artifactDigest}`;
}
