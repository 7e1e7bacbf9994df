import { RevenueAllocatedEntity } from '../../store/revenue.entity.js';
import { on } from '../handler.js';

export const onRevenueAllocated = on(
  'event RevenueAllocated(address indexed token, uint32 indexed policyVersion, uint256 amount, address[] accounts, uint256[] amounts)',
  ({ at, args }, facts) =>
    facts.append(RevenueAllocatedEntity, {
      token: args.token,
      policyVersion: args.policyVersion,
      amount: args.amount,
      accounts: [...args.accounts],
      amounts: [...args.amounts],
      ...at,
    }),
);
