import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { EngineWorld, runId } from './engine-world.js';

const run = promisify(execFile);
const python = path.resolve('.venv/bin/python');
const trainingMilliseconds = 240_000;

/** Trains a small job once on this machine alone and once on two nodes of a cluster: everything has to be the same. */
export async function expectTwoNodesToAgree(cluster: Readonly<Record<string, string>>): Promise<void> {
  const inputs = await mkdtemp(path.join(tmpdir(), 'engine-inputs-'));
  try {
    const { stdout: job } = await run(python, ['-m', 'tests.sapling_job', inputs], { cwd: 'worker' });
    const alone = await train({ EXECUTOR_ENGINE: 'local' }, inputs, job);
    const two = await train({ ...cluster, CLUSTER_NODES: '2' }, inputs, job);

    // The second process has a log of its own, and there is one when it began.
    expect(alone.hasSecond).toBe(false);
    expect(two.hasSecond).toBe(true);
    expect(two.digests).toEqual(alone.digests);
  } finally {
    await rm(inputs, { recursive: true, force: true });
  }
}

async function train(engine: Readonly<Record<string, string>>, inputs: string, job: string) {
  const world = await EngineWorld.open({
    ...engine,
    WORKER_COMMAND: JSON.stringify([python, '-m', 'mandate_worker']),
    WORKER_INPUTS_DIR: inputs,
  });
  try {
    await world.engine().submit({ runId, attempt: 1, job: job.trim() });
    const status = await world.untilEnded(world.engine(), trainingMilliseconds);
    expect(status).toMatchObject({ state: 'succeeded', reason: null });
    const result = JSON.parse(await readFile(path.join(status.resultDirectory ?? '', 'result.json'), 'utf8'));
    const { artifactDigest, evaluationDigest, provenanceDigest } = result as Record<string, string>;
    const second = await readFile(world.attemptFile('stdout.1.log')).catch(() => null);
    return { digests: { artifactDigest, evaluationDigest, provenanceDigest }, hasSecond: second !== null };
  } finally {
    await world.close();
  }
}
