import { BondSlashedEntity } from '../../store/worker.entity.js';
import { on } from '../handler.js';

export const onBondSlashed = on(
  'event BondSlashed(address indexed worker, uint256 amount, uint256 bond)',
  ({ at, args }, facts) =>
    facts.append(BondSlashedEntity, { worker: args.worker, amount: args.amount, bond: args.bond, ...at }),
);
