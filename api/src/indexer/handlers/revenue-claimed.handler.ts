import { RevenueClaimedEntity } from '../../store/revenue.entity.js';
import { on } from '../handler.js';

export const onRevenueClaimed = on(
  'event RevenueClaimed(address indexed token, address indexed account, uint256 amount)',
  ({ at, args }, facts) =>
    facts.append(RevenueClaimedEntity, { token: args.token, account: args.account, amount: args.amount, ...at }),
);
