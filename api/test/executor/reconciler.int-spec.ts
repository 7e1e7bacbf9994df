import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { ChainSender } from '../../src/chain/chain-sender.js';
import { LocalEngine } from '../../src/engine/local/local.engine.js';
import { ProgressReader } from '../../src/executor/progress-reader.js';
import { Reconciler } from '../../src/executor/reconciler.js';
import { RunLedger } from '../../src/executor/run-ledger.js';
import { RunOrders } from '../../src/executor/run-orders.js';
import { RunRegistry } from '../../src/executor/run-registry.js';
import { ChallengeRuledEntity } from '../../src/store/receipt.entity.js';
import { RunLedgerEntity, RunLedgerEventEntity, RunProgressEntity } from '../../src/store/run-ledger.entity.js';
import { SentTransactionJournal } from '../../src/store/sent-transaction.journal.js';
import { aJob, jobText } from './a-job.js';
import { accounts, RunWorld } from './run-world.js';

describe('the executor', () => {
  let world: RunWorld;
  let engine: LocalEngine;
  let artifacts: ArtifactStore;
  let reconciler: Reconciler;
  let complaints: string[];

  const aReconciler = () => {
    const ledger = new RunLedger(world.dataSource);
    const wallet = accounts.worker;
    const sender = new ChainSender(
      world.reader.provider,
      wallet.connect(world.reader.provider),
      new SentTransactionJournal(world.dataSource),
    );
    const registry = new RunRegistry(world.organization.runRegistry ?? '', world.reader, sender, wallet);
    const tools = { ledger, engine, artifacts, progress: new ProgressReader(engine, ledger) };
    return new Reconciler(
      new RunOrders(world.dataSource),
      tools,
      () => registry,
      (line) => complaints.push(line),
    );
  };

  beforeAll(async () => {
    world = await RunWorld.start();
    artifacts = new ArtifactStore(path.join(world.folder, 'artifacts'));
    engine = new LocalEngine({
      runsDirectory: path.join(world.folder, 'runs'),
      command: [process.execPath, path.resolve(import.meta.dirname, '../engine/worker-stand-in.mjs')],
      workingDirectory: world.folder,
      inputsDirectory: path.join(world.folder, 'inputs'),
      environment: { PATH: process.env.PATH ?? '' },
      slots: 4,
      graceMilliseconds: 300,
    });
  }, 60_000);
  afterAll(async () => {
    for (const { key } of await engine.list()) await engine.stop(key);
    await world.stop();
  });
  beforeEach(() => {
    complaints = [];
    reconciler = aReconciler();
  });
  afterEach(() => rm(path.join(world.folder, 'inputs', 'go'), { force: true }));

  const entryOf = (runId: string) => world.dataSource.getRepository(RunLedgerEntity).findOneBy({ runId });
  const wayOf = async (runId: string) => {
    const moves = await world.dataSource
      .getRepository(RunLedgerEventEntity)
      .find({ where: { runId }, order: { sequence: 'ASC' } });
    return moves.map(({ toState }) => toState);
  };
  /** Lets the chain and the executor go on until the ledger says `state`. */
  const carry = async (runId: string, state: string, next = () => reconciler) => {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      await world.mine(1);
      await world.index();
      await next().sweep();
      const entry = await entryOf(runId);
      if (entry?.state === state) return entry;
      await delay(50);
    }
    throw new Error(`${runId} is ${(await entryOf(runId))?.state}, not ${state}: ${complaints.join('; ')}`);
  };

  it('carries a run from the final order to the canary', async () => {
    const runId = await world.adopt(aJob());

    const entry = await carry(runId, 'Canary');

    expect(await wayOf(runId)).toEqual(['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary']);
    expect(await world.stateOf(runId)).toBe('Canary');
    const [receipt] = await world.events('ReceiptSubmitted', runId);
    expect(receipt).toMatchObject({ attempt: 1n, worker: accounts.worker.address });
    const { artifactDigest } = entry.result as { artifactDigest: string };
    expect(receipt?.artifactDigest).toBe(artifactDigest.replace('sha256:', '0x'));
    expect(await artifacts.get(artifactDigest)).toContain(artifactDigest.slice(7));
    expect(entry).toMatchObject({ error: null, job: aJob(), txHashes: { startAttempt: expect.any(String) } });
    expect(await world.dataSource.getRepository(RunProgressEntity).findBy({ runId })).toEqual([
      expect.objectContaining({ attempt: 1, phase: 'train', step: 1, steps: 1000, loss: 1 }),
    ]);
    expect(complaints.filter((line) => !line.includes('TooEarly'))).toEqual([]);
  });

  it('does nothing before the order is final', async () => {
    const runId = await world.adopt(aJob());
    await world.mine(1);
    await world.index();
    await reconciler.sweep();
    expect(await entryOf(runId)).toBeNull();

    await carry(runId, 'Canary');
  });

  it('trains nothing for an order that a reorg removes before it is final', async () => {
    const runId = await world.adopt(aJob());
    await world.mine(1);
    await world.index();
    await reconciler.sweep();

    await world.reorg(2);
    for (let turn = 0; turn < 5; turn += 1) {
      await world.mine(1);
      await world.index();
      await reconciler.sweep();
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
    await reconciler.sweep();
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
    while ((await world.stateOf(runId)) !== 'Submitted') await reconciler.sweep();
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
    await reconciler.sweep();

    expect(complaints.join()).toContain(`the policy of run ${runId} hashes to`);
    expect(await entryOf(runId)).toBeNull();
  });
});
