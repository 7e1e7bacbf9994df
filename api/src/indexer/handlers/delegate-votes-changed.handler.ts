import { DelegateVotesChangedEntity } from '../../store/token.entity.js';
import { on } from '../handler.js';

export const onDelegateVotesChanged = on(
  'event DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)',
  ({ at, args }, facts) =>
    facts.append(DelegateVotesChangedEntity, {
      delegate: args.delegate,
      previousVotes: args.previousVotes,
      newVotes: args.newVotes,
      ...at,
    }),
);
