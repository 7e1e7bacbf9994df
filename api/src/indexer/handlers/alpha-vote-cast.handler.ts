import { VoteCastEntity } from '../../store/vote-cast.entity.js';
import { on } from '../handler.js';

const NO_REASON = Buffer.alloc(0);

/** Governor Alpha knows for and against, and no reasons. */
export const onAlphaVoteCast = on(
  'event VoteCast(address voter, uint256 proposalId, bool support, uint256 votes)',
  ({ at, args }, facts) =>
    facts.append(VoteCastEntity, {
      proposalId: args.proposalId,
      voter: args.voter,
      support: args.support ? 1 : 0,
      weight: args.votes,
      reasonRaw: NO_REASON,
      reason: '',
      params: null,
      ...at,
    }),
);
