import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SentTransactionEntity } from '../../src/store/sent-transaction.entity.js';
import type { RunOnChain } from './support/chain-rows.js';
import { RunState, startRegistries } from './support/registry-chain.js';
import { ask, eventually, servingOf, startGateway } from './support/running-gateway.js';

describe('the gateway before the second gate', () => {
  let registries: Awaited<ReturnType<typeof startRegistries>>;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let first: RunOnChain;

  beforeAll(async () => {
    registries = await startRegistries([{ metric: 'errorRate', atMostE6: 50_000n }]);
    const env = { GATEWAY_PROBES: 'on', OBSERVER_DEV_KEY: registries.observerKey };
    gateway = await startGateway(env, registries.under);
    gateway.rows.contracts = registries.under;
    await followTime();
  });
  afterAll(async () => {
    await gateway?.stop();
    await registries?.stop();
  });

  /** What the indexer would do: the time of the newest block becomes the time of the rows. */
  async function followTime(): Promise<void> {
    const now = await registries.chain.now();
    gateway.rows.clock = () => now;
    await gateway.rows.moveHead(now);
  }

  /** A canary on chain, and in the rows. */
  async function startCanary(text: string): Promise<RunOnChain> {
    const { digest } = await gateway.putArtifact(text);
    const { runId, version } = await registries.chain.startCanary(digest);
    await followTime();
    return gateway.rows.startCanary(version, digest, { canaryRequests: 20, endsInSeconds: 2, runId });
  }

  const stateOf = (run: RunOnChain, state: bigint) =>
    eventually(
      () => registries.chain.stateOf(run.runId),
      (now) => now === state,
    );

  it('promotes a canary that kept to the thresholds, when its time is over', async () => {
    first = await startCanary('a good adapter');
    await eventually(
      () => servingOf(gateway.url),
      ({ canary }) => (canary?.requests ?? 0) >= 20,
    );
    expect(await registries.chain.stateOf(first.runId)).toBe(RunState.canary);
    await registries.chain.pass(2);
    await followTime();

    await stateOf(first, RunState.active);

    const [activated] = await registries.chain.eventsOf('RunActivated');
    expect(activated?.requests).toBeGreaterThanOrEqual(20n);
    await gateway.rows.activate(first);
  });

  it('takes a canary that breaks out at once, and reports the breach', async () => {
    const broken = await startCanary('broken adapter');
    await eventually(
      () => servingOf(gateway.url),
      ({ canary }) => canary?.weightBps === 0 && canary.requests >= 20,
    );
    expect(await registries.chain.stateOf(broken.runId)).toBe(RunState.canary);
    await registries.chain.pass(1);
    await followTime();

    await stateOf(broken, RunState.rolledBack);

    const { canary, answering } = await servingOf(gateway.url);
    expect(canary).toMatchObject({ runId: broken.runId, weightBps: 0 });
    expect(answering?.runId).toBe(first.runId);
    const [rolledBack] = await registries.chain.eventsOf('RunRolledBack');
    expect(rolledBack?.misses).toHaveLength(1);
    expect(rolledBack?.misses[0].valueE6).toBe(1_000_000n);
    await gateway.rows.rollBackCanary(broken);
    expect((await ask(gateway.url, 'hello')).header('x-mandate-run')).toBe(first.runId);
  });

  it('sends each statement once, however often it looks', async () => {
    const sent = await gateway.dataSource.getRepository(SentTransactionEntity).find();

    expect(sent.map(({ key }) => key.split('.')[2]).sort()).toEqual(['promote', 'reportBreach']);
  });

  it('rolls the active revision back when live traffic misses a tighter threshold', async () => {
    await registries.chain.adoptSafety([{ metric: 'errorRate', atMostE6: 0n }]);
    await registries.chain.pass(1);
    await followTime();
    for (let request = 0; request < 19; request += 1) await ask(gateway.url, 'hello');
    await ask(gateway.url, 'fail');

    await stateOf(first, RunState.rolledBack);
  });
});
