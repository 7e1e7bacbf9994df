import { ReceiptSubmittedEntity } from '../../store/receipt.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';
import { metricOf } from '../metric-values.js';

export const onReceiptSubmitted = on(
  'event ReceiptSubmitted(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, bytes32 artifactDigest, bytes32 evaluationDigest, bytes32 provenanceDigest, (bytes32 name, uint64 valueE6)[] metrics, uint64 finalizableAt)',
  ({ at, args }, facts) =>
    facts.append(ReceiptSubmittedEntity, {
      runId: args.runId,
      attempt: args.attempt,
      worker: args.worker,
      artifactDigest: args.artifactDigest,
      evaluationDigest: args.evaluationDigest,
      provenanceDigest: args.provenanceDigest,
      metrics: args.metrics.map(metricOf),
      finalizableAt: timeOf(args.finalizableAt),
      ...at,
    }),
);
