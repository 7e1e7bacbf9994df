import { TimelockChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onTimelockChange = on(
  'event TimelockChange(address oldTimelock, address newTimelock)',
  ({ at, args }, facts) =>
    facts.append(TimelockChangedEntity, { oldTimelock: args.oldTimelock, newTimelock: args.newTimelock, ...at }),
);
