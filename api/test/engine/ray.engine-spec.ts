import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { engineContract, worldPerTest } from './engine-contract.js';
import { key } from './engine-world.js';
import { RayCluster } from './ray-cluster.js';
import { expectTwoNodesToAgree } from './two-nodes.js';

jest.setTimeout(300_000);

describe('the ray engine', () => {
  let cluster: RayCluster;
  beforeAll(async () => {
    cluster = await RayCluster.start();
  });
  afterAll(() => cluster.stop());

  engineContract(() => cluster.environment);
  const open = worldPerTest(() => cluster.environment);

  it('trains on two nodes what one trains alone, to the same digest', async () => {
    await cluster.addNode();
    await expectTwoNodesToAgree(cluster.environment);
  });

  it('says which file to look at when the token is refused', async () => {
    const world = open();
    const file = path.join(world.folder, 'token');
    await writeFile(file, 'a'.repeat(64));
    await expect(world.submit('quick', world.engine({ RAY_AUTH_TOKEN_FILE: file }))).rejects.toThrow(
      'RAY_AUTH_TOKEN_FILE',
    );
  });

  it('calls what a dead head has forgotten lost, and the worker goes on from its checkpoint on a new one', async () => {
    const world = open();
    await world.submit('patient');
    await world.workers(1);

    await cluster.kill();
    await expect(world.engine().get(key)).rejects.toThrow('cannot be reached');
    await cluster.startHead();
    expect((await world.untilEnded()).state).toBe('lost');
    expect((await world.submit('patient')).state).toBe('running');
    await world.workers(2);
    await world.go();

    expect((await world.untilEnded()).state).toBe('succeeded');
    expect(await world.begun()).toHaveLength(2);
    expect(await world.note('overlaps')).toBe('');
    expect((await world.steps()).filter((step) => step === 1)).toHaveLength(1);
  });
});
