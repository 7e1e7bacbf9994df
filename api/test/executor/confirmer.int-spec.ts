import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { Alarms } from '../../src/executor/alarms.js';
import { Confirmations } from '../../src/executor/confirmer/confirmations.js';
import { Confirmer } from '../../src/executor/confirmer/confirmer.js';
import { Degradation } from '../../src/executor/degradation.js';
import { RevisionInputs } from '../../src/executor/revision-inputs.js';
import { Health } from '../../src/health/health.js';
import { RunConfirmationEntity } from '../../src/store/run-confirmation.entity.js';
import { aJob } from './a-job.js';
import { AnExecutor, anEngine, aRegistry, carry, until } from './an-executor.js';
import { accounts, RunWorld } from './run-world.js';

describe('a second worker that confirms', () => {
  let world: RunWorld;
  let executor: AnExecutor;
  let health: Health;
  let confirmer: Confirmer;
  const said: string[] = [];
  const { address } = accounts.otherWorker;

  beforeAll(async () => {
    // An hour to confirm: the chain's clock must not end it before.
    world = await RunWorld.start({ challengeWindowSeconds: 3600 });
    executor = new AnExecutor(world);
    health = new Health();
    const artifacts = new ArtifactStore(path.join(world.folder, 'artifacts'));
    const registry = aRegistry(world, { wallet: accounts.otherWorker });
    const tools = {
      ...{ artifacts, degradation: new Degradation(world.dataSource), registryOf: () => registry },
      confirmations: new Confirmations(world.dataSource, address),
      engine: anEngine(world, 'runs-of-the-second-worker'),
      revisions: new RevisionInputs(artifacts, path.join(world.folder, 'inputs')),
      alarms: new Alarms(health, (line) => said.push(line)),
    };
    confirmer = new Confirmer(tools, (line) => said.push(line));
  }, 60_000);
  afterAll(() => world.stop());

  const both = {
    sweep: async () => {
      await confirmer.sweep();
      return executor.sweep();
    },
  };
  const entryOf = (runId: string) => world.dataSource.getRepository(RunConfirmationEntity).findOneBy({ runId });

  it('carries the run out again, and posts a confirmation when the artifact is the same', async () => {
    const runId = await world.adopt(aJob());
    // One confirmation makes the receipt final: the gate opens long before the window has passed.
    await carry(world, runId, 'Canary', () => both);

    expect(await world.events('ReceiptConfirmed', runId)).toMatchObject([{ attempt: 1n, worker: address }]);
    expect(await entryOf(runId)).toMatchObject({ state: 'Same', worker: address, attempt: 1 });
    expect((await world.starts()).filter((start) => start.startsWith(runId))).toEqual([`${runId}.1`, `${runId}.1`]);
    expect(await health.unready()).toEqual({});
  }, 40_000);

  it('says what differs, from which step on, raises an alarm and confirms nothing when the artifact is another', async () => {
    const runId = await world.adopt(aJob('moody'));
    await carry(world, runId, 'Submitted', () => executor);
    await until(
      world,
      runId,
      () => said.some((line) => line.startsWith(`Run ${runId}`)),
      () => both,
    );

    const entry = await entryOf(runId);
    expect(entry).toMatchObject({ state: 'Differs', note: expect.stringContaining('first differing step 3: loss') });
    expect((await health.unready()).confirmations).toContain('It is not confirmed, and can be challenged until');
    expect(await health.metrics()).toContain('mandate_executor_contradictions_total 1');
    for (let turn = 0; turn < 3; turn += 1) {
      await world.mine(1);
      await world.index();
      await both.sweep();
    }
    expect(await world.events('ReceiptConfirmed', runId)).toEqual([]);
    expect(await world.stateOf(runId)).toBe('Submitted');
  }, 40_000);

  it('says that it cannot repeat what its worker cannot carry out, and confirms nothing', async () => {
    const inexact = aJob('quick', { determinism: 'cuda-bf16' });
    const training = { ...(inexact.training as object), dtype: 'bfloat16' };
    const runId = await world.adopt({ ...inexact, training });
    await carry(world, runId, 'Submitted', () => executor);
    while ((await entryOf(runId))?.state !== 'Unable') {
      await world.mine(1);
      await world.index();
      await confirmer.sweep();
    }

    expect((await entryOf(runId))?.note).toContain('is not repeated to the last bit');
    expect(await world.events('ReceiptConfirmed', runId)).toEqual([]);
  }, 40_000);
});
