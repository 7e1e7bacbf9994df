import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnchoringReceipt, checkRunLog } from '../../src/executor/run-log-check.js';
import { RunLog1700000000040 } from '../../src/store/migrations/1700000000040-run-log.js';
import { eventsOf } from '../../src/store/run-ledger-events.js';
import { type ChainedEvent, faultIn, hashOfEvent } from '../../src/store/run-ledger-log.js';
import { aJob } from './a-job.js';
import { AnExecutor, carry } from './an-executor.js';
import { RunWorld } from './run-world.js';

describe('the log of a run that was carried out', () => {
  let world: RunWorld;
  let executor: AnExecutor;
  let runId: string;
  let log: ChainedEvent[];
  let receipt: AnchoringReceipt;

  beforeAll(async () => {
    world = await RunWorld.start();
    executor = new AnExecutor(world);
    runId = await world.adopt(aJob());
    await carry(world, runId, 'Canary', () => executor);
    log = await eventsOf(world.dataSource, runId);
    receipt = (await world.events('ReceiptSubmitted', runId))[0] as unknown as AnchoringReceipt;
  }, 90_000);
  afterAll(() => world.stop());

  it('tells what every move was about', () => {
    expect(faultIn(log)).toBeNull();
    expect(log.map(({ to, attempt }) => [to, attempt])).toEqual([
      ['Ordered', 0],
      ['Claimed', 1],
      ['Training', 1],
      ['Trained', 1],
      ['Submitted', 1],
      ['Canary', 1],
    ]);
    expect(log[0]?.detail).toMatchObject({ chainId: 31337, orderBlockHash: expect.stringMatching(/^0x/) });
    expect(log[1]?.detail).toMatchObject({ txHashes: { startAttempt: expect.stringMatching(/^0x/) } });
    expect(log[3]?.detail).toMatchObject({
      artifactDigest: receipt.artifactDigest.replace('0x', 'sha256:'),
      provenanceDigest: receipt.provenanceDigest,
    });
  });

  it('is anchored on chain: the statement that the receipt names holds its head at the signing', async () => {
    expect(await checkRunLog(log, receipt, executor.artifacts)).toEqual({ events: 6, anchored: 3, fault: null });
    const envelope = await readFile(await executor.artifacts.getFile(`sha256:${receipt.provenanceDigest.slice(2)}`));
    expect(JSON.parse(envelope.toString())).toMatchObject({ payloadType: 'application/vnd.in-toto+json' });
  });

  it('cannot be told otherwise afterwards, though every hash is made anew', async () => {
    const forged: ChainedEvent[] = [];
    for (const event of log) {
      const detail = event.sequence === 2 ? { txHashes: {} } : event.detail;
      const next = { ...event, detail, previous: forged.at(-1)?.hash ?? null };
      forged.push({ ...next, hash: hashOfEvent(next) });
    }
    expect(faultIn(forged)).toBeNull();
    const { fault } = await checkRunLog(forged, receipt, executor.artifacts);
    expect(fault).toContain(`event 3 has the hash ${forged[2]?.hash}`);
  });

  it('is not vouched for by the receipt of another worker, nor by a statement that is not there', async () => {
    const stranger = { ...receipt, worker: world.organization.governor };
    expect((await checkRunLog(log, stranger, executor.artifacts)).fault).toContain('signed it, the receipt is from');
    const nowhere = { ...receipt, provenanceDigest: `0x${'9'.repeat(64)}` };
    expect((await checkRunLog(log, nowhere, executor.artifacts)).fault).toContain('no artifact');
    const other = { ...receipt, artifactDigest: `0x${'9'.repeat(64)}` };
    expect((await checkRunLog(log, other, executor.artifacts)).fault).toContain('is about the artifact');
  });

  it.each([
    ['UPDATE', `UPDATE run_ledger_event SET detail = NULL`],
    ['DELETE', `DELETE FROM run_ledger_event`],
  ])('is refused by the database to be changed: %s', async (operation, sql) => {
    await expect(world.dataSource.query(sql)).rejects.toThrow(
      `the log of a run is only ever added to: ${operation} of run_ledger_event is refused`,
    );
  });

  it('takes no second event in the same place', async () => {
    const copy = `INSERT INTO run_ledger_event (run_id, sequence, to_state, attempt, hash)
      VALUES ($1, 6, 'Active', 1, 'sha256:')`;
    await expect(world.dataSource.query(copy, [runId])).rejects.toThrow('run_ledger_event_run_id_sequence_idx');
  });

  it('is chained by the migration where it was written before there were hashes', async () => {
    const runner = world.dataSource.createQueryRunner();
    const migration = new RunLog1700000000040();
    await runner.startTransaction();
    await migration.down(runner);
    await migration.up(runner);
    await runner.commitTransaction();
    await runner.release();

    expect(await eventsOf(world.dataSource, runId)).toEqual(log);
  });
});
