import { RoleChangedEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onRoleGranted = on(
  'event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
  ({ at, args }, facts) =>
    facts.append(RoleChangedEntity, {
      role: args.role,
      account: args.account,
      sender: args.sender,
      granted: true,
      ...at,
    }),
);
