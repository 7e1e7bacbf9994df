import { GovernorSettingChangedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onLateQuorumVoteExtensionSet = on(
  'event LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension)',
  ({ at, args }, facts) =>
    facts.append(GovernorSettingChangedEntity, {
      setting: 'lateQuorumVoteExtension',
      oldValue: args.oldVoteExtension,
      newValue: args.newVoteExtension,
      ...at,
    }),
);
