import { CanaryStartedEntity } from '../../store/run.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onCanaryStarted = on(
  'event CanaryStarted(bytes32 indexed runId, uint32 safetyVersion, uint16 canaryBps, uint64 endsAt)',
  ({ at, args }, facts) =>
    facts.append(CanaryStartedEntity, {
      runId: args.runId,
      safetyVersion: args.safetyVersion,
      canaryBps: args.canaryBps,
      endsAt: timeOf(args.endsAt),
      ...at,
    }),
);
