import { RevenueReceivedEntity } from '../../store/revenue.entity.js';
import { on } from '../handler.js';

export const onRevenueReceived = on(
  'event RevenueReceived(address indexed from, uint256 amount)',
  ({ at, args }, facts) => facts.append(RevenueReceivedEntity, { from: args.from, amount: args.amount, ...at }),
);
