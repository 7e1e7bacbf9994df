import { TokenTransferEntity } from '../../store/token.entity.js';
import { on } from '../handler.js';

export const onTransfer = on(
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  ({ at, args }, facts) =>
    facts.append(TokenTransferEntity, { from: args.from, to: args.to, amount: args.value, ...at }),
);
