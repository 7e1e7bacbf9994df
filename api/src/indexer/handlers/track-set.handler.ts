import { TrackSetEntity } from '../../store/proposal-tracked.entity.js';
import { on } from '../handler.js';

export const onTrackSet = on(
  'event TrackSet(uint8 indexed trackId, (uint32 votingDelaySeconds, uint32 votingPeriodSeconds, uint32 timelockDelaySeconds, uint32 expirySeconds, uint16 quorumBps, uint16 approvalBps, uint96 quorumFloor) track)',
  ({ at, args }, facts) => facts.append(TrackSetEntity, { trackId: args.trackId, ...args.track, ...at }),
);
