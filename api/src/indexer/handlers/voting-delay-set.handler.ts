import { GovernorSettingChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onVotingDelaySet = on(
  'event VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay)',
  ({ at, args }, facts) =>
    facts.append(GovernorSettingChangedEntity, {
      setting: 'votingDelay',
      oldValue: args.oldVotingDelay,
      newValue: args.newVotingDelay,
      ...at,
    }),
);
