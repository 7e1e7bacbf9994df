import { RoleChangedEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onRoleRevoked = on(
  'event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)',
  ({ at, args }, facts) =>
    facts.append(RoleChangedEntity, {
      role: args.role,
      account: args.account,
      sender: args.sender,
      granted: false,
      ...at,
    }),
);
