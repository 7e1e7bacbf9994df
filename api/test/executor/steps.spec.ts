import { describe, expect, it } from '@jest/globals';
import type { ChainRun } from '../../src/executor/run-orders.js';
import { yieldAttempt } from '../../src/executor/steps/follow-chain.js';
import type { StepTools } from '../../src/executor/steps/step.js';
import { submitJob } from '../../src/executor/steps/submit-job.js';
import type { RunLedgerEntity } from '../../src/store/run-ledger.entity.js';

const runId = `0x${'a'.repeat(64)}`;
const entry = { runId, state: 'Claimed', attempt: 1 } as RunLedgerEntity;
const run = { runId, state: 'Open', attempt: 1, worker: '0xOurs' } as ChainRun;

/** Tools of which a step finds only what the test gives it. */
const someTools = (tools: { [Tool in keyof StepTools]?: Partial<StepTools[Tool]> }) => tools as StepTools;
const ledger = {
  move: async (moved: RunLedgerEntity, state: string) => ({ ...moved, state }),
  busyOn: async () => 1,
};

describe('a claimed run', () => {
  it('waits while another one has the engine, though both were claimed at once', async () => {
    const capabilities = { name: 'local', slots: 1, isDetached: true };
    const submit = () => Promise.reject(new Error('the engine is full'));

    expect(await submitJob(entry, run, someTools({ ledger, engine: { capabilities, submit } }))).toBe(entry);
  });

  it.each([
    ['stays ours', '0xOurs', 'Claimed'],
    ['is let go when a reorg gave its number to another worker', '0xTheirs', 'Ordered'],
  ])('%s', async (_what, worker, state) => {
    const tools = someTools({ ledger, engine: { stop: async () => {} }, registry: { worker: '0xOurs' } });

    expect((await yieldAttempt(entry, { ...run, worker }, tools)).state).toBe(state);
  });
});
