import { RunFailedEntity } from '../../store/run.entity.js';
import { on } from '../handler.js';

export const onRunFailed = on(
  'event RunFailed(bytes32 indexed runId, uint32 attempt, address indexed worker, string reason)',
  ({ at, args, raw }, facts) =>
    facts.append(RunFailedEntity, {
      runId: args.runId,
      attempt: args.attempt,
      worker: args.worker,
      reasonRaw: raw.reason,
      reason: args.reason,
      ...at,
    }),
);
