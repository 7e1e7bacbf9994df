import { RunOpenedEntity } from '../../store/run.entity.js';
import { nameOf, timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onRunOpened = on(
  'event RunOpened(bytes32 indexed runId, bytes32 indexed subject, uint32 indexed version, bytes32 policyDigest, uint64 staleAt)',
  ({ at, args }, facts) =>
    facts.append(RunOpenedEntity, {
      ...at,
      runId: args.runId,
      subject: nameOf(args.subject),
      subjectBytes32: args.subject,
      version: args.version,
      policyDigest: args.policyDigest,
      staleAt: timeOf(args.staleAt),
    }),
);
