import { PolicyRolledBackEntity } from '../../store/policy.entity.js';
import { nameOf } from '../event-text.js';
import { on } from '../handler.js';

export const onPolicyRolledBack = on(
  'event PolicyRolledBack(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch)',
  ({ at, args }, facts) =>
    facts.append(PolicyRolledBackEntity, {
      kind: args.kind,
      subject: nameOf(args.subject),
      subjectBytes32: args.subject,
      version: args.version,
      epoch: Number(args.epoch),
      ...at,
    }),
);
