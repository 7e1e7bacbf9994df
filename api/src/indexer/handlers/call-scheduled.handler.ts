import { CallScheduledEntity } from '../../store/timelock.entity.js';
import { bytesOf } from '../event-text.js';
import { on } from '../handler.js';

export const onCallScheduled = on(
  'event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)',
  ({ at, args }, facts) =>
    facts.append(CallScheduledEntity, {
      operationId: args.id,
      callIndex: args.index,
      target: args.target,
      value: args.value,
      data: bytesOf(args.data),
      predecessor: args.predecessor,
      delaySeconds: args.delay,
      ...at,
    }),
);
