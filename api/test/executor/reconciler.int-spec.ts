import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { cidOfDirectory } from '../../src/artifacts/cid.js';
import type { LocalEngine } from '../../src/engine/local/local.engine.js';
import { ChallengeRuledEntity } from '../../src/store/receipt.entity.js';
import { RunLedgerEventEntity, RunProgressEntity } from '../../src/store/run-ledger.entity.js';
import { aJob, anAdoption, jobText } from './a-job.js';
import { AnExecutor, anEngine, carry as carryOn, entryOf as entryIn, until } from './an-executor.js';
import { accounts, RunWorld } from './run-world.js';

describe('the executor', () => {
  let world: RunWorld;
  let engine: LocalEngine;
  let artifacts: ArtifactStore;
  let executor: AnExecutor;

  const aReconciler = () => new AnExecutor(world, { engine });

  beforeAll(async () => {
    world = await RunWorld.start();
    artifacts = new ArtifactStore(path.join(world.folder, 'artifacts'));
    engine = anEngine(world);
  }, 60_000);
  afterAll(async () => {
    for (const { key } of await engine.list()) await engine.stop(key);
    await world.stop();
  });
  beforeEach(() => {
    executor = aReconciler();
  });
  afterEach(() => rm(path.join(world.folder, 'inputs', 'go'), { force: true }));

  const entryOf = (runId: string) => entryIn(world, runId);
  const wayOf = async (runId: string) => {
    const moves = await world.dataSource
      .getRepository(RunLedgerEventEntity)
      .find({ where: { runId }, order: { sequence: 'ASC' } });
    return moves.map(({ toState }) => toState);
  };
  const carry = (runId: string, state: string, next = () => executor) => carryOn(world, runId, state, next);

  it('carries a run from the final order to the canary', async () => {
    const runId = await world.adopt(aJob());

    const entry = await carry(runId, 'Canary');

    expect(await wayOf(runId)).toEqual(['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary']);
    expect(await world.stateOf(runId)).toBe('Canary');
    const [receipt] = await world.events('ReceiptSubmitted', runId);
    expect(receipt).toMatchObject({ attempt: 1n, worker: accounts.worker.address });
    const { artifactDigest } = entry.result as { artifactDigest: string };
    expect(receipt?.artifactDigest).toBe(artifactDigest.replace('sha256:', '0x'));
    expect(await artifacts.get(artifactDigest)).toContain(cidOfDirectory(artifactDigest).toString());
    expect(entry).toMatchObject({ error: null, job: aJob(), txHashes: { startAttempt: expect.any(String) } });
    expect(await world.dataSource.getRepository(RunProgressEntity).findBy({ runId })).toEqual([
      expect.objectContaining({ attempt: 1, phase: 'train', step: 1, steps: 1000, loss: 1 }),
    ]);
    expect(executor.complaints.filter((line) => !line.includes('TooEarly'))).toEqual([]);
  });

  it('does nothing before the order is final', async () => {
    const runId = await world.adopt(aJob());
    await world.mine(1);
    await world.index();
    await executor.sweep();
    expect(await entryOf(runId)).toBeNull();

    await carry(runId, 'Canary');
  });

  it('trains nothing for an order that a reorg removes before it is final', async () => {
    const runId = await world.adopt(aJob());
    await world.mine(1);
    await world.index();
    await executor.sweep();

    await world.reorg(2);
    for (let turn = 0; turn < 5; turn += 1) {
      await world.mine(1);
      await world.index();
      await executor.sweep();
    }

    expect(await world.stateOf(runId)).toBe('None');
    expect(await entryOf(runId)).toBeNull();
    expect(await world.events('AttemptStarted', runId)).toEqual([]);
    expect(await world.starts()).not.toContain(`${runId}.1`);
  });

  it('lets the chain refuse what misses a threshold', async () => {
    const runId = await world.adopt(aJob('unhelpful'));
    await carry(runId, 'Rejected');
    const [rejected] = await world.events('RunRejected', runId);
    expect(rejected?.misses).toHaveLength(1);
  });

  it.each([
    ['an unknown field', jobText(aJob('quick', { shell: 'rm -rf /' })), 'shell: unknown field'],
    ['a missing field', jobText({ ...aJob(), evaluation: undefined }), 'evaluation: missing'],
    ['no JSON', 'train something nice', 'job: not JSON'],
  ])('fails a run whose job has %s, and names it on chain', async (_what, job, reason) => {
    const runId = await world.adopt(job);
    await carry(runId, 'Failed');
    expect(await world.events('RunFailed', runId)).toMatchObject([{ attempt: 1n, reason }]);
    expect(await world.starts()).not.toContain(`${runId}.1`);
  });

  it('fails a run at once when the worker refuses its job', async () => {
    const runId = await world.adopt(aJob('rejecting'));
    await carry(runId, 'Failed');
    const reason = 'dataset.digest: not the bytes of this dataset';
    expect(await world.events('RunFailed', runId)).toMatchObject([{ attempt: 1n, reason }]);
  });

  it('tries once more after a failure', async () => {
    const runId = await world.adopt(aJob('failing-once'));
    await carry(runId, 'Canary');
    expect(await world.events('ReceiptSubmitted', runId)).toMatchObject([{ attempt: 2n }]);
  });

  it.each([
    ['failing', 'RuntimeError: out of memory'],
    ['forging', 'the adapter hashes to'],
    ['nan', 'result refused: result.json is not JSON'],
    ['garbling', 'no\uFFFDpe'],
    ['forgetful', 'artifact refused: there is no eval.json'],
  ])('gives a run up when a %s worker failed twice', async (behaviour, reason) => {
    const runId = await world.adopt(aJob(behaviour));
    await carry(runId, 'Failed');
    expect((await world.starts()).filter((start) => start.startsWith(runId))).toEqual([`${runId}.1`, `${runId}.2`]);
    expect(await world.events('ReceiptSubmitted', runId)).toEqual([]);
    const [failed] = await world.events('RunFailed', runId);
    expect(failed).toMatchObject({ attempt: 2n, reason: expect.stringContaining(reason) });
  });

  it('ends a worker that takes longer than the job allows', async () => {
    const runId = await world.adopt(aJob('patient', { limits: { wallSeconds: 1, memoryMiB: 4096 } }));
    await carry(runId, 'Failed');
    const [failed] = await world.events('RunFailed', runId);
    expect(failed?.reason).toContain('not done within 1 seconds (limits.wallSeconds)');
  });

  it('stops a run that a newer policy supersedes', async () => {
    const old = await world.adopt(aJob('patient'));
    await carry(old, 'Training');
    await world.adopt(aJob());
    await carry(old, 'Superseded');
    expect((await engine.get(`${old}.1`))?.state).toBe('stopped');
  });

  it('lets go of an attempt that another worker took over', async () => {
    const runId = await world.adopt(aJob('patient'));
    await carry(runId, 'Training');
    await world.advance(1000);
    const runs = world.runs.connect(accounts.otherWorker.connect(world.provider)) as typeof world.runs;
    await (await runs.getFunction('startAttempt')(runId)).wait();

    const entry = await carry(runId, 'Ordered');

    const other = accounts.otherWorker.address;
    expect(entry.error).toBe(`attempt 1 was taken over by attempt 2 of ${other}`);
    expect((await engine.get(`${runId}.1`))?.state).toBe('stopped');
    await world.mine(3);
    await world.index();
    await executor.sweep();
    expect((await entryOf(runId))?.state).toBe('Ordered');
  });

  it('sends one receipt when every step is taken by another executor that knows only the ledger', async () => {
    const runId = await world.adopt(aJob('patient'));
    await carry(runId, 'Training', aReconciler);
    await world.letWorkersFinish();
    await carry(runId, 'Canary', aReconciler);

    expect((await world.starts()).filter((start) => start.startsWith(runId))).toEqual([`${runId}.1`]);
    expect(await world.events('AttemptStarted', runId)).toHaveLength(1);
    expect(await world.events('ReceiptSubmitted', runId)).toHaveLength(1);
  });

  it('sends the receipt again when a reorg takes it', async () => {
    const runId = await world.adopt(aJob());
    await carry(runId, 'Submitted');
    await world.reorg(3);
    expect(await world.stateOf(runId)).toBe('Open');
    await carry(runId, 'Canary');
    expect(await world.events('ReceiptSubmitted', runId)).toHaveLength(1);
  });

  it('ends a challenge that nobody ruled on', async () => {
    const runId = await world.adopt(aJob());
    await carry(runId, 'Training');
    // The window for challenges is a second here: the chain's clock stands still meanwhile.
    await world.provider.send('anvil_setBlockTimestampInterval', [0]);
    while ((await world.stateOf(runId)) !== 'Submitted') await executor.sweep();
    await (await world.runs.getFunction('challenge')(runId, `0x${'e'.repeat(64)}`)).wait();
    await world.provider.send('anvil_removeBlockTimestampInterval', []);
    await carry(runId, 'Submitted');
    expect(await world.stateOf(runId)).toBe('Challenged');

    await world.advance(86_400 + 1);
    await carry(runId, 'Failed');

    expect(await world.events('ChallengeRuled', runId)).toMatchObject([{ isUpheld: false, byDefault: true }]);
    const rulings = await world.dataSource.getRepository(ChallengeRuledEntity).findBy({ runId });
    expect(rulings).toMatchObject([{ byDefault: true, finalizableAt: null }]);
  });

  it('adopts a published revision: fetched by digest, evaluated, and sent through the gate like any other', async () => {
    const published = path.join(world.folder, 'published');
    await mkdir(published);
    await writeFile(path.join(published, 'adapter_model.safetensors'), 'weights from elsewhere');
    const { digest } = await artifacts.put(published);

    const runId = await world.adopt(anAdoption(digest));
    await carry(runId, 'Canary');

    expect(await wayOf(runId)).toEqual(['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary']);
    const [receipt] = await world.events('ReceiptSubmitted', runId);
    expect(receipt?.artifactDigest).toBe(digest.replace('sha256:', '0x'));
  });

  it('waits for a revision that is not in the store yet, says so, and goes on by itself', async () => {
    const published = path.join(world.folder, 'late');
    await mkdir(published);
    await writeFile(path.join(published, 'adapter_model.safetensors'), 'weights that come late');
    const { digest } = await new ArtifactStore(path.join(world.folder, 'elsewhere')).put(published);

    const runId = await world.adopt(anAdoption(digest));
    const isNoted = (error = '') => error.startsWith(`the revision ${digest} cannot be had (no artifact`);
    const waiting = await until(
      world,
      runId,
      (entry) => isNoted(entry?.error ?? ''),
      () => executor,
    );
    expect(waiting.state).toBe('Claimed');

    await artifacts.put(published);
    expect(await carry(runId, 'Canary')).toMatchObject({ attempt: 1, error: null });
  });

  it('ends its work on an order whose block left the chain, final or not', async () => {
    const runId = await world.adopt(aJob('patient'));
    await carry(runId, 'Training');
    const { orderBlockNumber = 0 } = (await entryOf(runId)) ?? {};
    await world.reorg((await world.provider.getBlockNumber()) - orderBlockNumber + 1);

    const entry = await carry(runId, 'Orphaned');

    expect(entry.error).toContain('is no longer in the chain');
    expect((await engine.get(`${runId}.1`))?.state).toBe('stopped');
  });

  it('touches no run whose document is not the adopted one', async () => {
    const runId = await world.adopt(aJob());
    await world.mine(3);
    await world.index();
    await world.dataSource.query(`UPDATE policy_adopted SET document = set_byte(document, 300, 90) WHERE run_id = $1`, [
      runId,
    ]);
    await executor.sweep();

    expect(executor.complaints.join()).toContain(`the policy of run ${runId} hashes to`);
    expect(await entryOf(runId)).toBeNull();
  });
});
