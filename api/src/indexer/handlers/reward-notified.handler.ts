import { RewardNotifiedEntity } from '../../store/staking.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onRewardNotified = on(
  'event RewardNotified(uint256 amount, uint256 ratePerSecond, uint64 periodEndsAt)',
  ({ at, args }, facts) =>
    facts.append(RewardNotifiedEntity, {
      amount: args.amount,
      ratePerSecond: args.ratePerSecond,
      periodEndsAt: timeOf(args.periodEndsAt),
      ...at,
    }),
);
