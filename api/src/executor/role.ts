import path from 'node:path';
import type { DataSource } from 'typeorm';
import { openArtifacts } from '../artifacts/open-artifacts.js';
import type { Config } from '../config/config.js';
import type { Health } from '../health/health.js';
import type { RunLedgerEntity } from '../store/run-ledger.entity.js';
import { Alarms } from './alarms.js';
import { configuredEngine } from './configured-engine.js';
import { Confirmations } from './confirmer/confirmations.js';
import { Confirmer } from './confirmer/confirmer.js';
import { Degradation } from './degradation.js';
import type { OpenRegistries } from './open-registries.js';
import { ProgressReader } from './progress-reader.js';
import { Reconciler, type RegistryOf } from './reconciler.js';
import { RevisionInputs } from './revision-inputs.js';
import { RunLedger } from './run-ledger.js';
import { RunOrders } from './run-orders.js';

/** What an executor does with every sweep. */
export abstract class Role {
  /** Looks at everything once; returns the runs that are on their way. */
  abstract sweep(): Promise<RunLedgerEntity[]>;
}

/** The role that the environment gives this process: to carry runs out, or to confirm what others submitted. */
export function openRole(
  { env }: Config,
  registries: OpenRegistries,
  dataSource: DataSource,
  health: Health,
  log: (sentence: string) => void,
): Role {
  const artifacts = openArtifacts(env);
  const revisions = new RevisionInputs(artifacts, env.WORKER_INPUTS_DIR);
  const registryOf: RegistryOf = (chainId, address) => registries.of(chainId, address);
  const alarms = new Alarms(health, log);
  const shared = { artifacts, revisions, degradation: new Degradation(dataSource) };
  if (env.EXECUTOR_ROLE === 'confirm') {
    // Its own attempts: never those of an executor beside it, whose results it is to repeat.
    const engine = configuredEngine({ ...env, RUNS_DIR: path.join(env.RUNS_DIR, `confirm-${registries.worker}`) });
    const confirmations = new Confirmations(dataSource, registries.worker);
    return new Confirmer({ ...shared, confirmations, engine, registryOf, alarms }, log);
  }
  const engine = configuredEngine(env);
  const ledger = new RunLedger(dataSource);
  const tools = { ...shared, ledger, engine, progress: new ProgressReader(engine, ledger) };
  return new Reconciler(new RunOrders(dataSource), tools, registryOf, alarms, log);
}
