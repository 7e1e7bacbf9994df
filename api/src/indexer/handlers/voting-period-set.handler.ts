import { GovernorSettingChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onVotingPeriodSet = on(
  'event VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod)',
  ({ at, args }, facts) =>
    facts.append(GovernorSettingChangedEntity, {
      setting: 'votingPeriod',
      oldValue: args.oldVotingPeriod,
      newValue: args.newVotingPeriod,
      ...at,
    }),
);
