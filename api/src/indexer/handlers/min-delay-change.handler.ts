import { MinDelayChangedEntity } from '../../store/timelock.entity.js';
import { on } from '../handler.js';

export const onMinDelayChange = on(
  'event MinDelayChange(uint256 oldDuration, uint256 newDuration)',
  ({ at, args }, facts) =>
    facts.append(MinDelayChangedEntity, {
      oldDelaySeconds: args.oldDuration,
      newDelaySeconds: args.newDuration,
      ...at,
    }),
);
