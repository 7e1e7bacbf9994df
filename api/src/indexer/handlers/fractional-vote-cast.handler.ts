import { VoteCastEntity } from '../../store/vote-cast.entity.js';
import { FRACTIONAL_PARAMS_BYTES, FRACTIONAL_SUPPORT } from '../../store/vote-parts.js';
import { bytesOf } from '../event-text.js';
import { on } from '../handler.js';

/**
 * A vote on a governor that lets it be split. OpenZeppelin says so by the kind of support; the contract that it comes
 * from does not look at the kind when there are parameters.
 */
export const onFractionalVoteCast = on(
  'event VoteCastWithParams(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
  ({ at, args, raw }, facts) => {
    const params = bytesOf(args.params);
    facts.append(VoteCastEntity, {
      proposalId: args.proposalId,
      voter: args.voter,
      support: params.length === FRACTIONAL_PARAMS_BYTES ? FRACTIONAL_SUPPORT : args.support,
      weight: args.weight,
      reasonRaw: raw.reason,
      reason: args.reason,
      params,
      ...at,
    });
  },
);
