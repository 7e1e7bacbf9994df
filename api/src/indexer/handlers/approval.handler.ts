import { TokenApprovalEntity } from '../../store/token.entity.js';
import { on } from '../handler.js';

export const onApproval = on(
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  ({ at, args }, facts) =>
    facts.append(TokenApprovalEntity, { owner: args.owner, spender: args.spender, amount: args.value, ...at }),
);
