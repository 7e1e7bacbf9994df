import { Entity, Index } from 'typeorm';
import { AmountColumn, TextColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** `Staked`. */
@Entity({ name: 'staked' })
@Index(['chainId', 'contract', 'account'])
export class StakedEntity extends Fact {
  @TextColumn()
  account!: string;

  @AmountColumn()
  amount!: bigint;
}

/** `UnstakeRequested`: all of `coolingAmount` can be withdrawn at `withdrawableAt`. */
@Entity({ name: 'unstake_requested' })
@Index(['chainId', 'contract', 'account'])
export class UnstakeRequestedEntity extends Fact {
  @TextColumn()
  account!: string;

  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  coolingAmount!: bigint;

  @TimeColumn()
  withdrawableAt!: Date;
}

/** `Unstaked`. */
@Entity({ name: 'unstaked' })
@Index(['chainId', 'contract', 'account'])
export class UnstakedEntity extends Fact {
  @TextColumn()
  account!: string;

  @AmountColumn()
  amount!: bigint;
}

/** `RewardNotified`. */
@Entity({ name: 'reward_notified' })
export class RewardNotifiedEntity extends Fact {
  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  ratePerSecond!: bigint;

  @TimeColumn()
  periodEndsAt!: Date;
}

/** `RewardClaimed`. */
@Entity({ name: 'reward_claimed' })
@Index(['chainId', 'contract', 'account'])
export class RewardClaimedEntity extends Fact {
  @TextColumn()
  account!: string;

  @AmountColumn()
  amount!: bigint;
}
