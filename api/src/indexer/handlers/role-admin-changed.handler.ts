import { RoleAdminChangedEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onRoleAdminChanged = on(
  'event RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
  ({ at, args }, facts) =>
    facts.append(RoleAdminChangedEntity, {
      role: args.role,
      previousAdminRole: args.previousAdminRole,
      newAdminRole: args.newAdminRole,
      ...at,
    }),
);
