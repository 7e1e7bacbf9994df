import { DelegateChangedEntity } from '../../store/token.entity.js';
import { on } from '../handler.js';

export const onDelegateChanged = on(
  'event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate)',
  ({ at, args }, facts) =>
    facts.append(DelegateChangedEntity, {
      delegator: args.delegator,
      fromDelegate: args.fromDelegate,
      toDelegate: args.toDelegate,
      ...at,
    }),
);
