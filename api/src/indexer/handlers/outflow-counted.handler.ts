import { OutflowCountedEntity } from '../../store/outflow.entity.js';
import { on } from '../handler.js';

export const onOutflowCounted = on(
  'event OutflowCounted(address indexed asset, uint256 amount, uint256 available)',
  ({ at, args }, facts) =>
    facts.append(OutflowCountedEntity, { asset: args.asset, amount: args.amount, available: args.available, ...at }),
);
