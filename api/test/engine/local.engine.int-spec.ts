import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptStatus } from '../../src/engine/engine.js';
import { LocalEngine, type LocalEngineOptions } from '../../src/engine/local/local.engine.js';
import { eventually } from './eventually.js';

const runId = `0x${'ab'.repeat(32)}`;
const key = `${runId}.1`;
const jobOf = (behaviour: string) => JSON.stringify({ dataset: { name: behaviour } });

describe('LocalEngine', () => {
  let folder: string;
  let options: LocalEngineOptions;
  let engine: LocalEngine;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
    await mkdir(path.join(folder, 'inputs'));
    options = {
      runsDirectory: path.join(folder, 'runs'),
      command: [process.execPath, path.join(import.meta.dirname, 'worker-stand-in.mjs')],
      workingDirectory: folder,
      inputsDirectory: path.join(folder, 'inputs'),
      environment: { PATH: process.env.PATH ?? '' },
      slots: 1,
      graceMilliseconds: 300,
    };
    engine = new LocalEngine(options);
  });
  afterEach(async () => {
    for (const { key } of await engine.list()) await engine.stop(key);
    await rm(folder, { recursive: true, force: true });
  });

  const submit = (behaviour: string, by = engine) => by.submit({ runId, attempt: 1, job: jobOf(behaviour) });
  const untilEnded = (by = engine): Promise<AttemptStatus> =>
    eventually(async () => {
      const status = await by.get(key);
      return status === null || status.state === 'running' ? null : status;
    });
  const starts = async () => (await readFile(path.join(folder, 'inputs', 'starts'), 'utf8')).trim().split('\n');
  const workerPid = async () => Number((await eventually(() => starts().catch(() => null)))[0]?.split(' ')[1]);

  it('never heard of an attempt that nobody submitted', async () => {
    expect(await engine.get(key)).toBeNull();
    await engine.stop(key);
    expect(await engine.list()).toEqual([]);
  });

  it('hands the job to the worker and its result directory back', async () => {
    await submit('quick');

    const status = await untilEnded();

    expect(status).toMatchObject({ state: 'succeeded', reason: null });
    const result = JSON.parse(await readFile(path.join(status.resultDirectory ?? '', 'result.json'), 'utf8'));
    expect(result).toMatchObject({ runId, attempt: 1 });
  });

  it('starts an attempt once, however often and from wherever it is submitted', async () => {
    const other = new LocalEngine(options);
    await Promise.all([submit('patient'), submit('patient', other), submit('patient')]);
    await submit('patient');
    await workerPid();
    await writeFile(path.join(folder, 'inputs', 'go'), '');

    expect((await untilEnded()).state).toBe('succeeded');
    await submit('patient');
    expect(await starts()).toHaveLength(1);
  });

  it('finds a running attempt again after a restart', async () => {
    await submit('patient');
    const restarted = new LocalEngine(options);
    expect((await restarted.get(key))?.state).toBe('running');
    expect((await restarted.list()).map((status) => status.key)).toEqual([key]);

    await writeFile(path.join(folder, 'inputs', 'go'), '');
    expect((await untilEnded(restarted)).state).toBe('succeeded');
  });

  it('reads progress on from a cursor, whole lines only', async () => {
    await submit('patient');
    const first = await eventually(async () => {
      const page = await engine.logs(key, 'progress', 0);
      return page.lines.length > 0 ? page : null;
    });
    const next = await eventually(async () => {
      const page = await engine.logs(key, 'progress', first.nextCursor);
      return page.lines.length > 0 ? page : null;
    });
    const steps = [...first.lines, ...next.lines].map((line) => (JSON.parse(line) as { step: number }).step);
    expect(steps).toEqual(steps.map((_, index) => index + 1));
  });

  it.each([
    ['failing', 'failed', 'RuntimeError: out of memory'],
    ['out of disk', 'failed', 'no space left on device'],
    ['rejecting', 'rejected', 'dataset.digest: not the bytes of this dataset'],
    ['usage', 'failed', 'usage: mandate_worker train [-h]'],
  ])('tells how a %s worker ended', async (behaviour, state, reason) => {
    await submit(behaviour);
    expect(await untilEnded()).toMatchObject({ state, reason, resultDirectory: null });
  });

  it('calls an attempt failed, not rejected, when the worker is not installed', async () => {
    const bare = new LocalEngine({ ...options, command: ['/nonexistent/python'] });
    await submit('quick', bare);
    expect((await untilEnded(bare)).state).toBe('failed');
  });

  it.each(['patient', 'stubborn'])('stops a %s worker with everything it started', async (behaviour) => {
    await submit(behaviour);
    const pid = await workerPid();

    await engine.stop(key);
    await engine.stop(key);

    expect((await untilEnded()).state).toBe('stopped');
    await eventually(async () => (isRunning(pid) ? null : true));
  });

  it('calls an attempt lost when the machine took it away', async () => {
    await submit('patient');
    await workerPid();
    const [supervisor] = (await readFile(path.join(options.runsDirectory, key, 'process.1'), 'utf8')).split('\n');
    process.kill(-Number(supervisor), 'SIGKILL');

    expect((await untilEnded()).state).toBe('lost');
  });

  it('starts a lost attempt again, once, when it is submitted again', async () => {
    await submit('patient');
    await workerPid();
    const [supervisor] = (await readFile(path.join(options.runsDirectory, key, 'process.1'), 'utf8')).split('\n');
    process.kill(-Number(supervisor), 'SIGKILL');
    await untilEnded();

    const others = Array.from({ length: 8 }, () => new LocalEngine(options));
    const answers = await Promise.all(others.map((other) => submit('patient', other)));

    expect(answers.map(({ state }) => state)).toEqual(others.map(() => 'running'));
    await eventually(async () => ((await starts()).length === 2 ? true : null));
    await engine.stop(key);
    expect(await starts()).toHaveLength(2);
  });

  it('takes no other process for the attempt when its number is used again', async () => {
    await submit('quick');
    await untilEnded();
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    await rm(path.join(options.runsDirectory, key, 'exit.1'));
    const record = path.join(options.runsDirectory, key, 'process.1');
    const [, startedAt] = (await readFile(record, 'utf8')).split('\n');
    await writeFile(record, `${stranger.pid}\n${startedAt}\n`);

    expect((await engine.get(key))?.state).toBe('lost');
    await engine.stop(key);
    expect(isRunning(stranger.pid ?? 0)).toBe(true);
    stranger.kill('SIGKILL');
  });

  it('shows the worker no variable that was not named', async () => {
    process.env.WORKER_KEYSTORE_PASSWORD_FILE = '/secret';
    await submit('patient');
    const environment = execFileSync('sh', ['-c', `tr "\\0" "\\n" < /proc/${await workerPid()}/environ`], {
      encoding: 'utf8',
    });
    delete process.env.WORKER_KEYSTORE_PASSWORD_FILE;
    expect(environment).not.toContain('WORKER_KEYSTORE');
    expect(environment).toContain('PATH=');
  });

  it('does not make a path of anything but an attempt key', async () => {
    await expect(engine.get('../../etc')).rejects.toThrow('not an attempt key');
    await expect(engine.submit({ runId: '../..', attempt: 1, job: '{}' })).rejects.toThrow('not an attempt key');
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
