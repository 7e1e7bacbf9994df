import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { engineContract, worldPerTest } from './engine-contract.js';
import { key } from './engine-world.js';
import { SlurmCluster } from './slurm-cluster.js';
import { expectTwoNodesToAgree } from './two-nodes.js';

jest.setTimeout(300_000);
const run = promisify(execFile);

describe('the slurm engine', () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await SlurmCluster.start();
  });
  afterAll(() => cluster.stop());

  engineContract(() => cluster.environment);
  const open = worldPerTest(() => cluster.environment);

  it('goes on while the controller is away, and is not begun again when it is back', async () => {
    const world = open();
    await world.submit('patient');
    await world.workers(1);

    await cluster.untilSaved();
    await cluster.killController();
    await expect(world.engine().get(key)).rejects.toThrow('Slurm');
    await cluster.startController();
    await cluster.untilNodes('answer');
    expect(await world.engine().get(key)).toMatchObject({ state: 'running', reason: null });
    await world.go();

    expect((await world.untilEnded()).state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(1);
  });

  it('does not let a worker that the controller has forgotten work beside its successor', async () => {
    const world = open();
    await world.submit('patient');
    await world.workers(1);

    await cluster.killController();
    await cluster.startController({ forgetsAll: true });
    await cluster.untilNodes('answer');
    expect((await world.untilEnded()).state).toBe('lost');
    expect((await world.submit('patient')).state).toBe('running');
    await world.workers(2);
    await world.go();

    expect((await world.untilEnded()).state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(2);
    expect(await world.note('overlaps')).toBe('');
  });

  it('does not let Slurm begin a job again by itself', async () => {
    const world = open();
    await world.submit('patient');
    await world.workers(1);
    const [, , job = ''] = (await readFile(world.attemptFile('process.1'), 'utf8')).trim().split(' ');

    await cluster.requeue(job);
    expect((await world.untilEnded()).state).toBe('lost');
    expect(await world.begun()).toHaveLength(1);
  });

  it('begins nothing when the script of a start runs a second time, and ends with the first', async () => {
    const world = open();
    await world.submit('patient');
    await world.workers(1);

    const second = run('sh', [world.attemptFile('start.1')]);
    await world.go();
    await second;

    expect((await world.engine().get(key))?.state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(1);
  });

  it('trains on two nodes what one trains alone, to the same digest', async () => {
    await expectTwoNodesToAgree(cluster.environment);
  });

  it('says which file to look at when the token is refused', async () => {
    const world = open();
    const file = path.join(world.folder, 'token');
    await writeFile(file, 'SLURM_JWT=eyJhbGciOiJIUzI1NiJ9.e30.x');
    await expect(world.submit('quick', world.engine({ SLURM_TOKEN_FILE: file }))).rejects.toThrow('SLURM_TOKEN_FILE');
  });
});
