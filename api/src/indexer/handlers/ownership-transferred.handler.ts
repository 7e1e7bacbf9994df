import { OwnershipTransferredEntity } from '../../store/contract-change.entity.js';
import { on } from '../handler.js';

export const onOwnershipTransferred = on(
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
  ({ at, args }, facts) =>
    facts.append(OwnershipTransferredEntity, { previousOwner: args.previousOwner, newOwner: args.newOwner, ...at }),
);
