import { RunRejectedEntity } from '../../store/gate.entity.js';
import { on } from '../handler.js';
import { missOf } from '../metric-values.js';

export const onRunRejected = on(
  'event RunRejected(bytes32 indexed runId, uint32 safetyVersion, (bytes32 metric, bool isMissing, bool isAtMost, uint64 valueE6, uint64 thresholdE6)[] misses)',
  ({ at, args }, facts) =>
    facts.append(RunRejectedEntity, {
      runId: args.runId,
      safetyVersion: args.safetyVersion,
      misses: args.misses.map(missOf),
      ...at,
    }),
);
