import { TimelockTransactionEntity } from '../../store/timelock-transaction.entity.js';
import { bytesOf, timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onCancelTransaction = on(
  'event CancelTransaction(bytes32 indexed txHash, address indexed target, uint256 value, string signature, bytes data, uint256 eta)',
  ({ at, args }, facts) =>
    facts.append(TimelockTransactionEntity, {
      operationId: args.txHash,
      action: 'canceled',
      target: args.target,
      value: args.value,
      signature: args.signature,
      data: bytesOf(args.data),
      etaAt: timeOf(args.eta),
      ...at,
    }),
);
