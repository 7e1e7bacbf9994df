import { GovernorSettingChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onSuperQuorumNumeratorUpdated = on(
  'event SuperQuorumNumeratorUpdated(uint256 oldSuperQuorumNumerator, uint256 newSuperQuorumNumerator)',
  ({ at, args }, facts) =>
    facts.append(GovernorSettingChangedEntity, {
      setting: 'superQuorumNumerator',
      oldValue: args.oldSuperQuorumNumerator,
      newValue: args.newSuperQuorumNumerator,
      ...at,
    }),
);
