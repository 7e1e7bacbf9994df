import { RevenueTokenListedEntity } from '../../store/revenue.entity.js';
import { on } from '../handler.js';

export const onRevenueTokenListed = on('event RevenueTokenListed(address indexed token)', ({ at, args }, facts) =>
  facts.append(RevenueTokenListedEntity, { token: args.token, ...at }),
);
