import { BondWithdrawnEntity } from '../../store/worker.entity.js';
import { on } from '../handler.js';

export const onBondWithdrawn = on(
  'event BondWithdrawn(address indexed worker, uint256 amount, uint256 bond)',
  ({ at, args }, facts) =>
    facts.append(BondWithdrawnEntity, { worker: args.worker, amount: args.amount, bond: args.bond, ...at }),
);
