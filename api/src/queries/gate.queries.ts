import { Injectable } from '@nestjs/common';
import { readThresholds } from './calls/policy-body.js';
import { type Gate, gateRow } from './gate.js';
import { PolicyQueries } from './policy.queries.js';
import type { Metric } from './receipt.js';
import { ReceiptQueries } from './receipt.queries.js';
import type { Run, Verdict } from './run.js';

/** Metrics beside the thresholds that they are, or will be, compared with. */
@Injectable()
export class GateQueries {
  constructor(
    private readonly policies: PolicyQueries,
    private readonly receipts: ReceiptQueries,
  ) {}

  /** Both gates of a run, the one after training first. */
  async ofRun(run: Run): Promise<Gate[]> {
    const [receipt, observation] = await Promise.all([
      this.receipts.ofRun(run.runId),
      this.receipts.observationOf(run.runId),
    ]);
    return Promise.all([
      this.gate(run, 'training', run.training, receipt?.metrics ?? null),
      this.gate(run, 'canary', run.live, observation?.metrics ?? null),
    ]);
  }

  private async gate(
    run: Run,
    stage: 'training' | 'canary',
    verdict: Verdict,
    metrics: Metric[] | null,
  ): Promise<Gate> {
    const policy =
      verdict.safetyVersion === null
        ? null
        : await this.policies.byKey({
            chainId: run.chainId,
            registry: run.policyRegistry,
            kind: 'SAFETY',
            subject: run.subject,
            version: verdict.safetyVersion,
          });
    const rows = policy ? readThresholds(policy.body, stage).map((threshold) => gateRow(threshold, metrics)) : [];
    return { stage, safetyVersion: verdict.safetyVersion, passed: verdict.passed, rows };
  }
}
