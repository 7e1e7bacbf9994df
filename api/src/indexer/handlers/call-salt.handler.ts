import { CallSaltEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onCallSalt = on('event CallSalt(bytes32 indexed id, bytes32 salt)', ({ at, args }, facts) =>
  facts.append(CallSaltEntity, { operationId: args.id, salt: args.salt, ...at }),
);
