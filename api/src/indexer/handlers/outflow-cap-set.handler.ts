import { OutflowCapSetEntity } from '../../store/outflow.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onOutflowCapSet = on(
  'event OutflowCapSet(address indexed asset, uint256 cap, uint256 effectiveAt, uint256 windowSeconds)',
  ({ at, args }, facts) =>
    facts.append(OutflowCapSetEntity, {
      asset: args.asset,
      cap: args.cap,
      effectiveAt: timeOf(args.effectiveAt),
      windowSeconds: args.windowSeconds,
      ...at,
    }),
);
