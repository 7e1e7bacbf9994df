import { BondDepositedEntity } from '../../store/worker.entity.js';
import { on } from '../handler.js';

export const onBondDeposited = on(
  'event BondDeposited(address indexed worker, address indexed from, uint256 amount, uint256 bond)',
  ({ at, args }, facts) =>
    facts.append(BondDepositedEntity, {
      worker: args.worker,
      from: args.from,
      amount: args.amount,
      bond: args.bond,
      ...at,
    }),
);
