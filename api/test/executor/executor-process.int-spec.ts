import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureApiBuilt } from '../../../scripts/lib/build.mjs';
import { RunLedgerEntity } from '../../src/store/run-ledger.entity.js';
import { eventually } from '../engine/eventually.js';
import { aJob } from './a-job.js';
import { accounts, RunWorld } from './run-world.js';

const root = path.resolve(import.meta.dirname, '../../..');

describe('the executor as a process', () => {
  let world: RunWorld;
  let environment: Record<string, string>;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    ensureApiBuilt();
    world = await RunWorld.start();
    const config = path.join(world.folder, 'organizations.json');
    await writeFile(config, JSON.stringify({ organizations: [world.organization] }));
    environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: world.postgres.url,
      MANDATE_CONFIG: config,
      EXECUTOR_PORT: '0',
      EXECUTOR_SWEEP_MILLISECONDS: '200',
      WORKER_DEV_KEY: accounts.worker.privateKey,
      WORKER_COMMAND: `${process.execPath} ${path.join(root, 'api/test/engine/worker-stand-in.mjs')}`,
      WORKER_DIR: world.folder,
      WORKER_INPUTS_DIR: path.join(world.folder, 'inputs'),
      RUNS_DIR: path.join(world.folder, 'runs'),
      ARTIFACT_DIR: path.join(world.folder, 'artifacts'),
    };
  }, 120_000);
  afterAll(() => world.stop());
  afterEach(async () => {
    for (const child of started.splice(0)) await end(child, 'SIGKILL');
    await world.letWorkersFinish();
  });

  const startExecutor = (changes: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [path.join(root, 'dist/api/main.executor.js')], {
      env: { ...environment, ...changes },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.push(child);
    return child;
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const until = (runId: string, state: string) =>
    eventually(async () => {
      await world.mine(1);
      await world.index();
      const entry = await world.dataSource.getRepository(RunLedgerEntity).findOneBy({ runId });
      return entry?.state === state ? entry : null;
    }, 25_000);
  const startsOf = async (runId: string) => (await world.starts()).filter((start) => start.startsWith(runId));
  const patientRun = async () => {
    await rm(path.join(world.folder, 'inputs', 'go'), { force: true });
    const runId = await world.adopt(aJob('patient'));
    const executor = startExecutor();
    await until(runId, 'Training');
    return { runId, executor };
  };

  it('goes on with the same attempt after kill -9 in the middle of training', async () => {
    const { runId, executor } = await patientRun();
    await end(executor, 'SIGKILL');

    startExecutor();
    await world.letWorkersFinish();
    await until(runId, 'Canary');

    expect(await startsOf(runId)).toEqual([`${runId}.1`]);
    expect(await world.events('AttemptStarted', runId)).toHaveLength(1);
    expect(await world.events('ReceiptSubmitted', runId)).toMatchObject([{ attempt: 1n }]);
  }, 60_000);

  it('starts the worker of the same attempt again when it died with it, however often', async () => {
    const { runId, executor } = await patientRun();
    let running = executor;
    for (const starts of [1, 2, 3]) {
      await eventually(async () => ((await startsOf(runId)).length === starts ? true : null));
      const record = path.join(world.folder, 'runs', `${runId}.1`, `process.${starts}`);
      const [supervisor] = (await readFile(record, 'utf8')).split('\n');
      await end(running, 'SIGKILL');
      process.kill(-Number(supervisor), 'SIGKILL');
      running = startExecutor();
    }
    await world.letWorkersFinish();
    await until(runId, 'Canary');

    expect(await startsOf(runId)).toEqual(Array(4).fill(`${runId}.1`));
    expect(await world.events('AttemptStarted', runId)).toHaveLength(1);
    expect(await world.events('ReceiptSubmitted', runId)).toMatchObject([{ attempt: 1n }]);
  }, 60_000);

  it('is followed by a standby when it is stopped in the middle, and does no harm when it wakes up', async () => {
    const { runId, executor } = await patientRun();
    executor.kill('SIGSTOP');
    startExecutor();
    await world.letWorkersFinish();
    await until(runId, 'Canary');
    executor.kill('SIGCONT');
    const next = await world.adopt(aJob('quick', { limits: { wallSeconds: 90, memoryMiB: 4096 } }));
    await until(next, 'Canary');

    expect(await startsOf(runId)).toEqual([`${runId}.1`]);
    for (const one of [runId, next]) {
      expect(await world.events('AttemptStarted', one)).toHaveLength(1);
      expect(await world.events('ReceiptSubmitted', one)).toMatchObject([{ attempt: 1n }]);
    }
  }, 90_000);

  it('ends within two seconds when it is told to, and leaves the training alone', async () => {
    const { runId, executor } = await patientRun();
    const toldAt = Date.now();
    await end(executor, 'SIGTERM');
    expect(executor.exitCode).toBe(0);
    expect(Date.now() - toldAt).toBeLessThan(2500);

    startExecutor();
    await world.letWorkersFinish();
    await until(runId, 'Canary');
    expect(await startsOf(runId)).toEqual([`${runId}.1`]);
  }, 60_000);

  const mandate = async (...words: string[]) => {
    const child = spawn(process.execPath, [path.join(root, 'dist/api/main.mandate.js'), ...words], {
      env: environment,
    });
    const [out, err, [code]] = await Promise.all([
      child.stdout.toArray(),
      child.stderr.toArray(),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
  };

  it('does at once what an operator asks for in another process', async () => {
    const { runId } = await patientRun();
    const explained = await mandate('run', 'explain', runId);
    expect(explained).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Here it is Training, attempt 1'),
    });
    expect(explained.out).not.toContain('No executor is at work');

    expect(await mandate('run', 'cancel', runId)).toMatchObject({ code: 0 });
    await until(runId, 'Failed');

    const unknown = await mandate('run', 'cancel', `0x${'9'.repeat(64)}`);
    expect(unknown).toMatchObject({
      code: 1,
      err: expect.stringContaining('No executor of this database has the run'),
    });
    expect(await mandate('run', 'walk')).toMatchObject({
      code: 1,
      err: expect.stringContaining('mandate run explain'),
    });
  }, 60_000);

  it('does not start without a key, and says so in one sentence', async () => {
    const executor = startExecutor({ WORKER_DEV_KEY: '' });
    let words = '';
    executor.stderr?.on('data', (piece) => {
      words += piece;
    });
    await once(executor, 'close');
    expect(executor.exitCode).toBe(1);
    expect(words.trim()).toBe('WORKER_KEYSTORE must be set: the path of an encrypted keystore file.');
  }, 30_000);
});
