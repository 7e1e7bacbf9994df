import { GuardianSetEntity } from '../../store/governor-settings.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onGuardianSet = on(
  'event GuardianSet(address indexed guardian, uint64 termEndsAt)',
  ({ at, args }, facts) =>
    facts.append(GuardianSetEntity, { guardian: args.guardian, termEndsAt: timeOf(args.termEndsAt), ...at }),
);
