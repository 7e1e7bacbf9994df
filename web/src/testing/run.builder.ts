import type { Gate, Run } from '../features/runs/run.query';

const digest = (byte: string): `0x${string}` => `0x${byte.repeat(32)}`;

/** A gate with one row for each metric: `[metric, bound, threshold, value]`. */
export function aGate(
  stage: 'training' | 'canary',
  rows: readonly (readonly [string, 'atLeast' | 'atMost', string, string | null])[],
): Gate {
  const judged = rows.map(([metric, bound, threshold, value]) => {
    const difference = value === null ? null : Number(value) - Number(threshold);
    const passed = difference === null ? null : bound === 'atLeast' ? difference >= 0 : difference <= 0;
    return {
      metric,
      bound,
      threshold,
      value,
      passed,
      missedBy: passed === false && difference !== null ? Math.abs(difference).toFixed(2) : null,
    };
  });
  const isMeasured = judged.every((row) => row.passed !== null);
  return { stage, safetyVersion: 1, passed: isMeasured ? judged.every((row) => row.passed) : null, rows: judged };
}

/** A run that has just been opened; the test says what it is about. */
export function aRun(part: Partial<Run> = {}): Run {
  return {
    id: digest('01'),
    runId: digest('01'),
    subject: 'assistant',
    version: 2,
    state: 'OPEN',
    attempt: 0,
    worker: null,
    job: null,
    jobDigest: null,
    ledgerState: null,
    failure: null,
    openedAt: '2026-01-01T00:00:00Z',
    policy: { digest: digest('02'), wasActive: false, isActive: false },
    proposal: null,
    progress: null,
    trainSeconds: null,
    losses: [],
    receipt: null,
    observation: null,
    gates: [],
    misses: [],
    timeline: [],
    canary: null,
    ...part,
  };
}

/** The receipt of a run. */
export function aReceipt(): NonNullable<Run['receipt']> {
  return {
    attempt: 1,
    worker: '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f',
    artifactDigest: digest('03'),
    evaluationDigest: digest('04'),
    provenanceDigest: digest('05'),
    confirmations: 0,
    finalizableAt: '2026-01-01T00:01:00Z',
    metrics: [],
    position: { txHash: digest('06') },
  };
}
