import { Entity, Index } from 'typeorm';
import { AmountColumn, IntColumn, TextColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** `TrackRouted`: calls of `selector` on `target` are under the track from now on. */
@Entity({ name: 'track_routed' })
@Index(['chainId', 'contract', 'target', 'selector'])
export class TrackRoutedEntity extends Fact {
  @TextColumn()
  target!: string;

  @TextColumn()
  selector!: string;

  @IntColumn()
  trackId!: number;
}

/** `GuardianSet`. */
@Entity({ name: 'guardian_set' })
export class GuardianSetEntity extends Fact {
  @TextColumn()
  guardian!: string;

  @TimeColumn()
  termEndsAt!: Date;
}

/** `ProposalThresholdSet`. */
@Entity({ name: 'proposal_threshold_set' })
export class ProposalThresholdSetEntity extends Fact {
  @AmountColumn()
  oldProposalThreshold!: bigint;

  @AmountColumn()
  newProposalThreshold!: bigint;
}

/** The other numbers that OpenZeppelin's governors can change: the event's name says which. */
@Entity({ name: 'governor_setting_changed' })
export class GovernorSettingChangedEntity extends Fact {
  @TextColumn()
  setting!: string;

  @AmountColumn()
  oldValue!: bigint;

  @AmountColumn()
  newValue!: bigint;
}

/** `TimelockChange`: the governor executes through another timelock. */
@Entity({ name: 'timelock_changed' })
export class TimelockChangedEntity extends Fact {
  @TextColumn()
  oldTimelock!: string;

  @TextColumn()
  newTimelock!: string;
}
