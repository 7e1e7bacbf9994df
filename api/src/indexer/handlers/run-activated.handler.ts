import { RunActivatedEntity } from '../../store/gate.entity.js';
import { on } from '../handler.js';
import { metricOf } from '../metric-values.js';

export const onRunActivated = on(
  'event RunActivated(bytes32 indexed runId, uint32 safetyVersion, address indexed worker, uint64 requests, (bytes32 name, uint64 valueE6)[] metrics)',
  ({ at, args }, facts) =>
    facts.append(RunActivatedEntity, {
      runId: args.runId,
      safetyVersion: args.safetyVersion,
      worker: args.worker,
      requests: args.requests,
      metrics: args.metrics.map(metricOf),
      ...at,
    }),
);
