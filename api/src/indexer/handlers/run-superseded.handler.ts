import { RunSupersededEntity } from '../../store/run.entity.js';
import { on } from '../handler.js';

export const onRunSuperseded = on(
  'event RunSuperseded(bytes32 indexed runId, bytes32 indexed byRunId)',
  ({ at, args }, facts) => facts.append(RunSupersededEntity, { runId: args.runId, byRunId: args.byRunId, ...at }),
);
