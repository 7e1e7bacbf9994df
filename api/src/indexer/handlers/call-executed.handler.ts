import { CallExecutedEntity } from '../../store/timelock.entity.js';
import { bytesOf } from '../event-text.js';
import { on } from '../handler.js';

export const onCallExecuted = on(
  'event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)',
  ({ at, args }, facts) =>
    facts.append(CallExecutedEntity, {
      operationId: args.id,
      callIndex: args.index,
      target: args.target,
      value: args.value,
      data: bytesOf(args.data),
      ...at,
    }),
);
