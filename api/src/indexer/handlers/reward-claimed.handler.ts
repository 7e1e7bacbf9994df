import { RewardClaimedEntity } from '../../store/staking.entity.js';
import { on } from '../handler.js';

export const onRewardClaimed = on(
  'event RewardClaimed(address indexed account, uint256 amount)',
  ({ at, args }, facts) => facts.append(RewardClaimedEntity, { account: args.account, amount: args.amount, ...at }),
);
