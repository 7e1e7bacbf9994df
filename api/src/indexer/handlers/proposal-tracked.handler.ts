import { ProposalTrackedEntity } from '../../store/proposal-tracked.entity.js';
import { on } from '../handler.js';

export const onProposalTracked = on(
  'event ProposalTracked(uint256 indexed proposalId, uint8 indexed trackId, (uint32 votingDelaySeconds, uint32 votingPeriodSeconds, uint32 timelockDelaySeconds, uint32 expirySeconds, uint16 quorumBps, uint16 approvalBps, uint96 quorumFloor) track, bytes32[] codehashes)',
  ({ at, args }, facts) =>
    facts.append(ProposalTrackedEntity, {
      proposalId: args.proposalId,
      trackId: args.trackId,
      ...args.track,
      codehashes: [...args.codehashes],
      ...at,
    }),
);
