import { UnstakeRequestedEntity } from '../../store/staking.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onUnstakeRequested = on(
  'event UnstakeRequested(address indexed account, uint256 amount, uint256 coolingAmount, uint64 withdrawableAt)',
  ({ at, args }, facts) =>
    facts.append(UnstakeRequestedEntity, {
      account: args.account,
      amount: args.amount,
      coolingAmount: args.coolingAmount,
      withdrawableAt: timeOf(args.withdrawableAt),
      ...at,
    }),
);
