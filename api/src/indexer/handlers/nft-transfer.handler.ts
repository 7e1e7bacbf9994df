import { TokenTransferEntity } from '../../store/token.entity.js';
import { on } from '../handler.js';

/** One token is one vote, whichever it is. */
export const onNftTransfer = on(
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  ({ at, args }, facts) => facts.append(TokenTransferEntity, { from: args.from, to: args.to, amount: 1n, ...at }),
);
