import { CallCancelledEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onCancelled = on('event Cancelled(bytes32 indexed id)', ({ at, args }, facts) =>
  facts.append(CallCancelledEntity, { operationId: args.id, ...at }),
);
