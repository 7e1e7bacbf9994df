import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EngineWorld, groupOf, isRunning, key, runId } from './engine-world.js';
import { eventually } from './eventually.js';
import { submitInProcess } from './submit-in-process.js';

/** What holds for every engine: called within the `describe` of each. `environment` says what the executor would be told. */
export function engineContract(environment: () => Record<string, string>): void {
  const world = worldPerTest(environment);
  knowingContract(world);
  endingContract(world);
  onceContract(world);
  killedContract(world);
  stoppingContract(world);
}

/** A world of its own for each test of this `describe`. */
export function worldPerTest(environment: () => Record<string, string>): () => EngineWorld {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await EngineWorld.open(environment());
  });
  afterEach(() => world.close());
  return () => world;
}

function knowingContract(open: () => EngineWorld): void {
  it('never heard of an attempt that nobody submitted', async () => {
    const world = open();
    const engine = world.engine();
    expect(await engine.get(key)).toBeNull();
    await engine.stop(key);
    expect(await engine.logs(key, 'stdout', 0)).toEqual({ lines: [], nextCursor: 0 });
    expect(await engine.list()).toEqual([]);
  });

  it('does not make a path of anything but an attempt key', async () => {
    const world = open();
    await expect(world.engine().get('../../etc')).rejects.toThrow('not an attempt key');
    await expect(world.engine().submit({ runId: '../..', attempt: 1, job: '{}' })).rejects.toThrow(
      'not an attempt key',
    );
  });

  it('is found by whoever comes after the one who submitted it', async () => {
    const world = open();
    await submitInProcess(world, 'patient');
    await world.workers(1);

    expect((await world.engine().get(key))?.state).toBe('running');
    expect((await world.engine().list()).map((status) => status.key)).toEqual([key]);
    await world.go();
    expect((await world.untilEnded()).state).toBe('succeeded');
  });

  it('reads on from a cursor without gap or repetition, whole lines only', async () => {
    const world = open();
    await world.submit('chatty');
    const lines: string[] = [];
    let cursor = 0;
    await eventually(async () => {
      const hasEnded = (await world.engine().get(key))?.state === 'succeeded';
      // A new engine each time: a cursor is all that has to be remembered.
      const page = await world.engine().logs(key, 'stdout', cursor);
      lines.push(...page.lines);
      cursor = page.nextCursor;
      return hasEnded ? true : null;
    }, 60_000);

    expect(lines).toEqual(Array.from({ length: 150 }, (_, index) => `line ${index + 1}\uFFFD\uFFFD`));
  });

  it('shows the worker no variable that was not named', async () => {
    const world = open();
    await world.submit('patient');
    const [pid] = await world.workers(1);
    const names = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').map((entry) => entry.split('=')[0]);
    const known = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'HF_HOME'];
    const told = ['MANDATE_WORKER_THREADS', 'PYTHONUNBUFFERED'];
    // A shell on the way adds its own few.
    const allowed = [...known, ...told, 'PWD', 'OLDPWD', '_', ''];
    expect(names.filter((name) => !allowed.includes(name ?? ''))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(told));
  });
}

function endingContract(open: () => EngineWorld): void {
  it('hands the job to the worker and its result directory back', async () => {
    const world = open();
    await world.submit('quick');

    const status = await world.untilEnded();

    expect(status).toMatchObject({ key, state: 'succeeded', reason: null });
    expect(status.startedAt?.getTime()).toBeGreaterThan(0);
    const result = JSON.parse(await readFile(path.join(status.resultDirectory ?? '', 'result.json'), 'utf8'));
    expect(result).toMatchObject({ runId, attempt: 1 });
  });

  it.each([
    ['failing', 'failed', 'RuntimeError: out of memory'],
    ['out of disk', 'failed', 'no space left on device'],
    ['rejecting', 'rejected', 'dataset.digest: not the bytes of this dataset'],
    ['usage', 'failed', 'usage: mandate_worker train [-h]'],
  ])('tells how a %s worker ended', async (behaviour, state, reason) => {
    const world = open();
    await world.submit(behaviour);
    expect(await world.untilEnded()).toMatchObject({ state, reason, resultDirectory: null });
  });

  it('calls an attempt failed, not rejected, when the worker is not installed', async () => {
    const world = open();
    const bare = world.engine({ WORKER_COMMAND: '/nonexistent/python' });
    await world.submit('quick', bare);
    expect((await world.untilEnded(bare)).state).toBe('failed');
  });
}

function onceContract(open: () => EngineWorld): void {
  it('starts an attempt once, though two processes submit it at the same time', async () => {
    const world = open();
    const answers = await Promise.all([
      submitInProcess(world, 'patient'),
      submitInProcess(world, 'patient'),
      world.submit('patient'),
      world.submit('patient'),
    ]);
    expect(answers.map(({ state }) => state)).toEqual(answers.map(() => 'running'));
    await world.workers(1);
    await world.submit('patient');
    await world.go();

    expect((await world.untilEnded()).state).toBe('succeeded');
    expect((await world.submit('patient')).state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(1);
  });

  it('calls an attempt lost that was killed, and starts it again once, where it goes on', async () => {
    const world = open();
    await world.submit('patient');
    const [first = 0] = await world.workers(1);
    await eventually(async () => ((await world.steps()).length > 3 ? true : null));
    process.kill(-(await groupOf(first)), 'SIGKILL');
    expect(await world.untilEnded()).toMatchObject({
      state: 'lost',
      reason: expect.any(String),
      resultDirectory: null,
    });

    const engines = Array.from({ length: 4 }, () => world.engine());
    const answers = await Promise.all(engines.map((engine) => world.submit('patient', engine)));

    expect(answers.map(({ state }) => state)).toEqual(engines.map(() => 'running'));
    await world.workers(2);
    await world.go();
    expect((await world.untilEnded()).state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(2);
    expect(await world.note('overlaps')).toBe('');
    const steps = await world.steps();
    expect(steps.filter((step) => step === 1)).toHaveLength(1);
  });
}

function killedContract(open: () => EngineWorld): void {
  it.each(['SIGKILL', 'SIGTERM'] as const)('calls an attempt lost whose worker alone got a %s', async (signal) => {
    const world = open();
    await world.submit('patient');
    const [first = 0] = await world.workers(1);
    await eventually(async () => ((await world.steps()).length > 3 ? true : null));

    process.kill(first, signal);

    expect(await world.untilEnded()).toMatchObject({
      state: 'lost',
      reason: expect.any(String),
      resultDirectory: null,
    });
    expect((await world.submit('patient')).state).toBe('running');
    await world.workers(2);
    await world.go();
    expect((await world.untilEnded()).state).toBe('succeeded');
    const steps = await world.steps();
    expect(steps.filter((step) => step === 1)).toHaveLength(1);
  });

  it('stops an attempt for good that was lost', async () => {
    const world = open();
    await world.submit('patient');
    const [first = 0] = await world.workers(1);
    process.kill(first, 'SIGKILL');
    await world.untilEnded();

    await world.engine().stop(key);

    expect((await world.engine().get(key))?.state).toBe('stopped');
    expect((await world.submit('patient')).state).toBe('stopped');
    expect(await world.begun()).toHaveLength(1);
  });

  it('calls an attempt failed whose worker ended by a fault of its own', async () => {
    const world = open();
    await world.submit('patient');
    const [first = 0] = await world.workers(1);
    process.kill(first, 'SIGSEGV');
    expect((await world.untilEnded()).state).toBe('failed');
  });
}

function stoppingContract(open: () => EngineWorld): void {
  it.each(['patient', 'stubborn', 'parent'])('stops a %s worker with everything it started', async (behaviour) => {
    const world = open();
    await world.submit(behaviour);
    const [pid = 0] = await world.workers(1);
    const grandchild =
      behaviour === 'parent' ? await eventually(async () => Number(await world.note('grandchild')) || null) : 0;

    await Promise.all([world.engine().stop(key), world.engine().stop(key)]);
    await world.engine().stop(key);

    expect((await world.untilEnded()).state).toBe('stopped');
    await eventually(async () =>
      (await isRunning(pid)) || (grandchild && (await isRunning(grandchild))) ? null : true,
    );
    expect((await world.submit(behaviour)).state).toBe('stopped');
    expect(await world.begun()).toHaveLength(1);
  });

  it('leaves an attempt that has ended as it ended', async () => {
    const world = open();
    await world.submit('quick');
    await world.untilEnded();
    await world.engine().stop(key);
    expect((await world.engine().get(key))?.state).toBe('succeeded');
  });
}
