import { WorkerAdmittedEntity } from '../../store/worker.entity.js';
import { on } from '../handler.js';

export const onWorkerAdmitted = on(
  'event WorkerAdmitted(address indexed worker, bool isAdmitted)',
  ({ at, args }, facts) =>
    facts.append(WorkerAdmittedEntity, { worker: args.worker, isAdmitted: args.isAdmitted, ...at }),
);
