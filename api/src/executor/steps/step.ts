import type { ArtifactStore } from '../../artifacts/artifact-store.js';
import type { Engine } from '../../engine/engine.js';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import type { Degradation } from '../degradation.js';
import type { ProgressReader } from '../progress-reader.js';
import type { RevisionInputs } from '../revision-inputs.js';
import type { RunLedger } from '../run-ledger.js';
import type { ChainRun } from '../run-orders.js';
import type { RunRegistry } from '../run-registry.js';

/** What a step works with. */
export interface StepTools {
  readonly ledger: RunLedger;
  readonly engine: Engine;
  readonly artifacts: ArtifactStore;
  readonly progress: ProgressReader;
  /** Where published revisions are laid out for the worker. */
  readonly revisions: RevisionInputs;
  readonly degradation: Degradation;
  /** The contract of the run at hand. */
  readonly registry: RunRegistry;
}

/**
 * Takes a run one step from where the ledger has it to where the chain wants it, or leaves it when there is nothing to
 * do yet. A step may be cut off anywhere and taken again: what it did the first time it finds done.
 */
export type Step = (entry: RunLedgerEntity, run: ChainRun, tools: StepTools) => Promise<RunLedgerEntity>;
