import { ReceiptChallengedEntity } from '../../store/receipt.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onReceiptChallenged = on(
  'event ReceiptChallenged(bytes32 indexed runId, address indexed challenger, bytes32 evidenceDigest, uint256 bond, uint64 rulingDeadline)',
  ({ at, args }, facts) =>
    facts.append(ReceiptChallengedEntity, {
      runId: args.runId,
      challenger: args.challenger,
      evidenceDigest: args.evidenceDigest,
      bond: args.bond,
      rulingDeadlineAt: timeOf(args.rulingDeadline),
      ...at,
    }),
);
