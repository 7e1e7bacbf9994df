import { ChallengeRuledEntity } from '../../store/receipt.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onChallengeRuled = on(
  'event ChallengeRuled(bytes32 indexed runId, bool isUpheld, bool byDefault, address indexed beneficiary, uint256 amount, uint64 finalizableAt)',
  ({ at, args }, facts) =>
    facts.append(ChallengeRuledEntity, {
      runId: args.runId,
      isUpheld: args.isUpheld,
      byDefault: args.byDefault,
      beneficiary: args.beneficiary,
      amount: args.amount,
      finalizableAt: args.finalizableAt === 0n ? null : timeOf(args.finalizableAt),
      ...at,
    }),
);
