import { AttemptStartedEntity } from '../../store/run.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onAttemptStarted = on(
  'event AttemptStarted(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, uint64 deadline)',
  ({ at, args }, facts) =>
    facts.append(AttemptStartedEntity, {
      runId: args.runId,
      attempt: args.attempt,
      worker: args.worker,
      deadlineAt: timeOf(args.deadline),
      ...at,
    }),
);
