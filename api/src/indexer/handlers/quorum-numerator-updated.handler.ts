import { GovernorSettingChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onQuorumNumeratorUpdated = on(
  'event QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator)',
  ({ at, args }, facts) =>
    facts.append(GovernorSettingChangedEntity, {
      setting: 'quorumNumerator',
      oldValue: args.oldQuorumNumerator,
      newValue: args.newQuorumNumerator,
      ...at,
    }),
);
