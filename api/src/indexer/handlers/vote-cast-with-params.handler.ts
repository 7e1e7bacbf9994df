import { VoteCastEntity } from '../../store/vote-cast.entity.js';
import { bytesOf } from '../event-text.js';
import { on } from '../handler.js';

export const onVoteCastWithParams = on(
  'event VoteCastWithParams(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
  ({ at, args, raw }, facts) =>
    facts.append(VoteCastEntity, {
      proposalId: args.proposalId,
      voter: args.voter,
      support: args.support,
      weight: args.weight,
      reasonRaw: raw.reason,
      reason: args.reason,
      params: bytesOf(args.params),
      ...at,
    }),
);
