import { ReceiptConfirmedEntity } from '../../store/receipt.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onReceiptConfirmed = on(
  'event ReceiptConfirmed(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, uint32 confirmations, uint64 finalizableAt)',
  ({ at, args }, facts) =>
    facts.append(ReceiptConfirmedEntity, {
      runId: args.runId,
      attempt: args.attempt,
      worker: args.worker,
      confirmations: args.confirmations,
      finalizableAt: timeOf(args.finalizableAt),
      ...at,
    }),
);
