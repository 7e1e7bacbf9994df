import { RunWithdrawnEntity } from '../../store/run.entity.js';
import { on } from '../handler.js';

export const onRunWithdrawn = on('event RunWithdrawn(bytes32 indexed runId)', ({ at, args }, facts) =>
  facts.append(RunWithdrawnEntity, { runId: args.runId, ...at }),
);
