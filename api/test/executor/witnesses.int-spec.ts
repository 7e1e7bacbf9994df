import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aJob } from './a-job.js';
import { AnExecutor, carry, entryOf, until } from './an-executor.js';
import { RunWorld } from './run-world.js';
import { SecondEndpoint } from './second-endpoint.js';

describe('an executor with two endpoints', () => {
  let world: RunWorld;
  let second: SecondEndpoint;
  let executor: AnExecutor;

  beforeAll(async () => {
    world = await RunWorld.start();
    second = await SecondEndpoint.before(world.anvil.url);
    executor = new AnExecutor(world, { rpcUrls: [world.anvil.url, second.url] });
  }, 60_000);
  afterEach(() => second.repent());
  afterAll(async () => {
    await second.stop();
    await world.stop();
  });

  /** Nothing has happened by the time that the executor has said why. */
  const heldBack = async (runId: string, reason: string) => {
    const isSaid = (error: string | null | undefined) => error?.includes(reason) ?? false;
    const entry = await until(
      world,
      runId,
      (one) => isSaid(one?.error),
      () => executor,
      reason,
    );
    expect(await world.events('AttemptStarted', runId)).toEqual([]);
    expect(await world.starts()).not.toContain(`${runId}.1`);
    return entry;
  };

  it('acts when both say the same', async () => {
    const runId = await world.adopt(aJob());
    await carry(world, runId, 'Canary', () => executor);
  });

  it('holds every effect back while they differ about the state of a run, and goes on when they agree', async () => {
    const runId = await world.adopt(aJob());
    // Another worker's attempt, as it would be told of a chain on which somebody else has the run.
    second.lie = ({ method }, result) =>
      method === 'eth_call' ? String(result).replace(/.$/, (digit) => (digit === '1' ? '2' : '1')) : result;

    const entry = await heldBack(runId, 'do not agree on the state of run');
    expect(entry.state).toBe('Ordered');
    expect(await executor.health.metrics()).toMatch(/mandate_executor_disagreements_total\{chain="31337"\} [1-9]/);

    second.repent();
    expect((await carry(world, runId, 'Canary', () => executor)).error).toBeNull();
  });

  it('holds every effect back while one of them tells of another block in the place of the order', async () => {
    const runId = await world.adopt(aJob());
    const { blockNumber } = (await world.provider.getTransactionReceipt(await lastTransaction())) ?? { blockNumber: 0 };
    second.lie = ({ method, params }, result) => {
      const isIt = method === 'eth_getBlockByNumber' && Number(params[0]) === blockNumber;
      return isIt ? { ...(result as object), hash: `0x${'e'.repeat(64)}` } : result;
    };

    await heldBack(runId, '1 of 2 endpoints of chain 31337 tell the block of the order');
    expect((await entryOf(world, runId))?.state).toBe('Ordered');
  });

  it('holds every effect back while only one of two answers', async () => {
    const alone = await SecondEndpoint.before(world.anvil.url);
    const url = alone.url;
    await alone.stop();
    executor = new AnExecutor(world, { rpcUrls: [world.anvil.url, url] });
    const runId = await world.adopt(aJob());

    await heldBack(runId, '1 of 2 endpoints of chain 31337');
  });

  const lastTransaction = async () => {
    const block = await world.provider.getBlock('latest');
    return block?.transactions.at(-1) ?? '';
  };
});
