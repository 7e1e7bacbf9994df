import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readRunCommand } from '../../src/executor/operator/run-command.js';
import { runOnConsole } from '../../src/executor/operator/run-console.js';
import { aJob, jobText } from './a-job.js';
import { AnExecutor, anEngine, aWitness, carry, entryOf, until } from './an-executor.js';
import { accounts, RunWorld } from './run-world.js';
import { SecondEndpoint } from './second-endpoint.js';

describe('an operator', () => {
  let world: RunWorld;
  let second: SecondEndpoint;
  let executor: AnExecutor;

  beforeAll(async () => {
    world = await RunWorld.start();
    second = await SecondEndpoint.before(world.anvil.url);
  }, 60_000);
  beforeEach(() => {
    executor = new AnExecutor(world, { rpcUrls: [world.anvil.url, second.url] });
  });
  afterEach(async () => {
    second.repent();
    await rm(path.join(world.folder, 'inputs', 'go'), { force: true });
  });
  afterAll(async () => {
    const engine = anEngine(world);
    for (const { key } of await engine.list()) await engine.stop(key);
    await second.stop();
    await world.stop();
  });

  /** Types a command, and reads the answer. */
  const mandate = async (...words: string[]) => {
    const lines: string[] = [];
    const { dataSource } = world;
    const tools = { dataSource, artifacts: executor.artifacts, witnessesOf: () => aWitness(world) };
    const code = await runOnConsole(readRunCommand(['run', ...words]), { ...tools, say: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  };
  const carryTo = (runId: string, state: string) => carry(world, runId, state, () => executor);

  it('cancels a training: the worker is stopped, and the chain is told', async () => {
    const runId = await world.adopt(aJob('patient'));
    await carryTo(runId, 'Training');

    expect((await mandate('cancel', runId)).text).toMatch(/^Canceled: attempt 1 ends/);
    await carryTo(runId, 'Failed');

    expect(await world.events('RunFailed', runId)).toMatchObject([{ attempt: 1n, reason: 'canceled by an operator' }]);
    expect((await anEngine(world).get(`${runId}.1`))?.state).toBe('stopped');
    await expect(mandate('cancel', runId)).rejects.toThrow('The run is Failed: it has ended, for good.');
    await expect(mandate('retry', runId)).rejects.toThrow('a new vote is needed');
  });

  it('cancels what nobody has taken: it is left alone until somebody retries', async () => {
    const runId = await world.adopt(aJob());
    // Nothing can be taken on chain while endpoints differ.
    second.lie = ({ method }, result) => (method === 'eth_call' ? `${result}00` : result);
    await until(
      world,
      runId,
      (entry) => entry?.error?.includes('do not agree') ?? false,
      () => executor,
    );
    expect((await mandate('cancel', runId)).text).toContain('it is not taken');
    second.repent();
    await until(
      world,
      runId,
      (entry) => entry?.error === 'canceled by an operator',
      () => executor,
    );
    expect(await world.events('AttemptStarted', runId)).toEqual([]);
    expect((await mandate('explain', runId)).text).toContain('mandate run retry takes it again');

    await mandate('retry', runId);
    await carryTo(runId, 'Canary');
    await expect(mandate('cancel', runId)).rejects.toThrow('it passed the gate; the guardian can roll its policy back');
  });

  it('retries what was given up, while the chain has not heard of it', async () => {
    const runId = await world.adopt(aJob('rejecting'));
    await carryTo(runId, 'Training');
    second.lie = ({ method }, result) => (method === 'eth_call' ? `${result}00` : result);
    await until(
      world,
      runId,
      (entry) => entry?.state === 'Failing' && (entry.error?.includes('do not agree') ?? false),
      () => executor,
    );
    expect((await mandate('explain', runId)).text).toContain('Until it knows, mandate run retry takes it back.');

    expect((await mandate('retry', runId)).text).toContain('The run gets another attempt');
    second.repent();
    await carryTo(runId, 'Failed');

    expect(await world.events('AttemptStarted', runId)).toHaveLength(2);
    expect(await world.events('RunFailed', runId)).toMatchObject([{ attempt: 2n }]);
  });

  it('exports the log of a run and has it checked, as it is and as somebody changed it', async () => {
    const runId = await world.adopt(aJob());
    await carryTo(runId, 'Canary');

    const { text } = await mandate('export', runId);
    expect(text.split('\n').map((line) => JSON.parse(line).to)).toEqual([
      'Ordered',
      'Claimed',
      'Training',
      'Trained',
      'Submitted',
      'Canary',
    ]);
    expect(await mandate('verify-log', runId)).toEqual({
      code: 0,
      text: 'The log is sound: 6 events, the first 3 vouched for by the receipt on chain.',
    });
    await expect(mandate('verify-log', runId, '--file', '/nowhere')).rejects.toThrow('cannot be read: ENOENT');
  });

  it('hears of a reorg deeper than finality, and repairs what came of it', async () => {
    const runId = await world.adopt(aJob('quick', { limits: { wallSeconds: 77, memoryMiB: 4096 } }));
    await carryTo(runId, 'Canary');
    const { orderBlockNumber = 0 } = (await entryOf(world, runId)) ?? {};
    await world.reorg((await world.provider.getBlockNumber()) - orderBlockNumber + 1);

    await until(
      world,
      runId,
      (entry) => entry?.error?.includes('was final, we acted on it, and it is gone') ?? false,
      () => executor,
    );
    const registry = world.organization.runRegistry ?? '';
    expect((await executor.health.unready()).finality).toContain(`DEGRADED: nothing is done at ${registry} on chain`);
    expect(await executor.health.metrics()).toContain(
      `mandate_executor_degraded{chain="31337",registry="${registry}"} 1`,
    );
    const before = await world.provider.getTransactionCount(accounts.worker.address);
    await world.adopt(aJob('quick', { limits: { wallSeconds: 78, memoryMiB: 4096 } }));
    for (let turn = 0; turn < 4; turn += 1) {
      await world.mine(1);
      await world.index();
      await executor.sweep();
    }
    expect(await world.provider.getTransactionCount(accounts.worker.address)).toBe(before);

    const shown = await mandate('repair', '31337');
    expect(shown.text).toContain(`run ${runId}: here Canary, on chain None: becomes Orphaned`);
    expect(shown.text).toContain('Nothing was changed: with --yes it is done.');
    expect((await mandate('explain', runId)).text).toContain('Next: look at mandate run repair 31337');
    expect((await entryOf(world, runId))?.state).toBe('Canary');

    expect((await mandate('repair', '31337', '--yes')).text).toContain('Done');
    expect((await entryOf(world, runId))?.state).toBe('Orphaned');
    const afterwards = await world.adopt(aJob('quick', { limits: { wallSeconds: 79, memoryMiB: 4096 } }));
    await carryTo(afterwards, 'Canary');
    expect((await executor.health.unready()).finality).toBeUndefined();
    expect((await mandate('repair', '31337')).text).toContain('there is nothing to repair');
  }, 60_000);

  it('hears of it also when the run had ended here, and takes it up where the chain has it', async () => {
    const before = await world.provider.getBlockNumber();
    const runId = await world.adopt(jobText(aJob('quick', { shell: 'rm' })));
    await carryTo(runId, 'Failed');
    // Deeper than our report of the failure, not as deep as the order.
    await world.reorg((await world.provider.getBlockNumber()) - before - 3);
    await world.mine(3);
    await world.index();
    await executor.sweep();

    expect((await executor.health.unready()).finality).toContain(`run ${runId} was Failed in a final block`);
    expect((await mandate('repair', '31337')).text).toContain(
      `run ${runId}: here Failed, on chain Open: becomes Orphaned`,
    );
    await mandate('repair', '31337', '--yes');
    await carryTo(runId, 'Failed');
    expect(await world.stateOf(runId)).toBe('Failed');
    expect((await mandate('verify-log', runId)).text).toContain('The log is sound');
  }, 60_000);

  it('hears that the account is out of gas money, and need do nothing but send some', async () => {
    const { address } = accounts.worker;
    const balance = await world.provider.getBalance(address);
    const runId = await world.adopt(aJob('quick', { limits: { wallSeconds: 80, memoryMiB: 4096 } }));
    await world.provider.send('anvil_setBalance', [address, '0x1']);

    const entry = await until(
      world,
      runId,
      (one) => one?.error?.includes('is out of gas money') ?? false,
      () => executor,
    );
    expect(entry.state).toBe('Ordered');
    expect((await executor.health.unready())['gas money']).toContain(`the account ${address} is out of gas money`);
    const metric = `mandate_executor_out_of_gas_money{chain="31337",account="${address}"}`;
    expect(await executor.health.metrics()).toContain(`${metric} 1`);

    await world.provider.send('anvil_setBalance', [address, `0x${balance.toString(16)}`]);
    await carryTo(runId, 'Canary');
    expect(await executor.health.unready()).toEqual({});
    expect(await executor.health.metrics()).toContain(`${metric} 0`);
  });
});
