import { RunRolledBackEntity } from '../../store/gate.entity.js';
import { on } from '../handler.js';
import { metricOf, missOf } from '../metric-values.js';

export const onRunRolledBack = on(
  'event RunRolledBack(bytes32 indexed runId, uint32 safetyVersion, address indexed worker, uint64 requests, (bytes32 name, uint64 valueE6)[] metrics, (bytes32 metric, bool isMissing, bool isAtMost, uint64 valueE6, uint64 thresholdE6)[] misses)',
  ({ at, args }, facts) =>
    facts.append(RunRolledBackEntity, {
      runId: args.runId,
      safetyVersion: args.safetyVersion,
      worker: args.worker,
      requests: args.requests,
      metrics: args.metrics.map(metricOf),
      misses: args.misses.map(missOf),
      ...at,
    }),
);
