import { PolicyActivatedEntity } from '../../store/policy.entity.js';
import { nameOf } from '../event-text.js';
import { on } from '../handler.js';

export const onPolicyActivated = on(
  'event PolicyActivated(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch)',
  ({ at, args }, facts) =>
    facts.append(PolicyActivatedEntity, {
      kind: args.kind,
      subject: nameOf(args.subject),
      subjectBytes32: args.subject,
      version: args.version,
      epoch: Number(args.epoch),
      ...at,
    }),
);
