import { TrackRoutedEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onTrackRouted = on(
  'event TrackRouted(address indexed target, bytes4 indexed selector, uint8 trackId)',
  ({ at, args }, facts) =>
    facts.append(TrackRoutedEntity, { target: args.target, selector: args.selector, trackId: args.trackId, ...at }),
);
