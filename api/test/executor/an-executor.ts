import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BaseWallet } from 'ethers';
import type { DataSource } from 'typeorm';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { ChainSender } from '../../src/chain/chain-sender.js';
import { LocalEngine } from '../../src/engine/local/local.engine.js';
import { Alarms } from '../../src/executor/alarms.js';
import { Degradation } from '../../src/executor/degradation.js';
import { ProgressReader } from '../../src/executor/progress-reader.js';
import { Reconciler } from '../../src/executor/reconciler.js';
import { RevisionInputs } from '../../src/executor/revision-inputs.js';
import { RunLedger } from '../../src/executor/run-ledger.js';
import { RunOrders } from '../../src/executor/run-orders.js';
import { RunRegistry } from '../../src/executor/run-registry.js';
import { Witnesses } from '../../src/executor/witnesses.js';
import { Health } from '../../src/health/health.js';
import { RunLedgerEntity } from '../../src/store/run-ledger.entity.js';
import { SentTransactionJournal } from '../../src/store/sent-transaction.journal.js';
import { accounts, type RunWorld } from './run-world.js';

const standIn = path.resolve(import.meta.dirname, '../engine/worker-stand-in.mjs');

/** What a test may want otherwise. */
export interface ExecutorOptions {
  readonly wallet?: BaseWallet;
  /** Of a process of its own. */
  readonly dataSource?: DataSource;
  readonly engine?: LocalEngine;
  /** Every endpoint of the chain; by default the one of the world. */
  readonly rpcUrls?: readonly string[];
}

/** A local engine with the stand-in worker. */
export function anEngine(world: RunWorld, runs = 'runs'): LocalEngine {
  return new LocalEngine({
    runsDirectory: path.join(world.folder, runs),
    command: [process.execPath, standIn],
    workingDirectory: world.folder,
    inputsDirectory: path.join(world.folder, 'inputs'),
    environment: { PATH: process.env.PATH ?? '' },
    slots: 4,
    graceMilliseconds: 300,
  });
}

/** The chain as one endpoint tells it. */
export function aWitness(world: RunWorld): Witnesses {
  const { chainId } = world.reader;
  return new Witnesses(chainId, [new ChainReader({ chainId, rpcUrls: [world.anvil.url], finalityBlocks: 2 })]);
}

/** A registry of the world, with a key of ours. */
export function aRegistry(world: RunWorld, options: ExecutorOptions = {}): RunRegistry {
  const { wallet = accounts.worker, dataSource = world.dataSource, rpcUrls } = options;
  const { provider, chainId } = world.reader;
  const sender = new ChainSender(provider, wallet.connect(provider), new SentTransactionJournal(dataSource));
  const readers = rpcUrls?.map((url) => new ChainReader({ chainId, rpcUrls: [url], finalityBlocks: 2 }));
  const witnesses = new Witnesses(chainId, readers ?? [world.reader]);
  return new RunRegistry(world.organization.runRegistry ?? '', world.reader, sender, wallet, witnesses);
}

/** An executor without its loop: a test says when it sweeps. */
export class AnExecutor {
  readonly health = new Health();
  readonly complaints: string[] = [];
  readonly ledger: RunLedger;
  readonly artifacts: ArtifactStore;
  private readonly reconciler: Reconciler;

  constructor(
    readonly world: RunWorld,
    options: ExecutorOptions = {},
  ) {
    const { dataSource = world.dataSource, engine = anEngine(world) } = options;
    const log = (line: string) => this.complaints.push(line);
    this.ledger = new RunLedger(dataSource);
    this.artifacts = new ArtifactStore(path.join(world.folder, 'artifacts'));
    const tools = {
      ...{ ledger: this.ledger, engine, artifacts: this.artifacts, degradation: new Degradation(dataSource) },
      progress: new ProgressReader(engine, this.ledger),
      revisions: new RevisionInputs(this.artifacts, path.join(world.folder, 'inputs')),
    };
    const registry = aRegistry(world, options);
    const alarms = new Alarms(this.health, log);
    this.reconciler = new Reconciler(new RunOrders(dataSource), tools, () => registry, alarms, log);
  }

  /** Looks at every run once. */
  sweep() {
    return this.reconciler.sweep();
  }
}

/** The entry of a run in the ledger. */
export async function entryOf(world: RunWorld, runId: string): Promise<RunLedgerEntity | null> {
  return world.dataSource.getRepository(RunLedgerEntity).findOneBy({ runId });
}

/** Lets the chain, the indexer and the executors go on until the ledger says `state`. */
export async function carry(world: RunWorld, runId: string, state: string, next: () => Pick<AnExecutor, 'sweep'>) {
  return until(world, runId, (entry) => entry?.state === state, next, state);
}

/** The same, until the entry is as the test wants it. */
export async function until(
  world: RunWorld,
  runId: string,
  isReached: (entry: RunLedgerEntity | null) => boolean,
  next: () => Pick<AnExecutor, 'sweep'>,
  what = 'what it should be',
): Promise<RunLedgerEntity> {
  const deadline = Date.now() + 25_000;
  let entry: RunLedgerEntity | null = null;
  while (Date.now() < deadline) {
    await world.mine(1);
    await world.index();
    await next().sweep();
    entry = await entryOf(world, runId);
    if (entry !== null && isReached(entry)) return entry;
    await delay(25);
  }
  throw new Error(`${runId} is ${entry?.state} (${entry?.error}), not ${what}`);
}
