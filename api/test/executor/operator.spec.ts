import { describe, expect, it } from '@jest/globals';
import { CommandRefused, readRunCommand } from '../../src/executor/operator/run-command.js';
import type { RunFacts } from '../../src/executor/operator/run-facts.js';
import { away, storyOf } from '../../src/executor/operator/run-story.js';
import { ledgerStates } from '../../src/executor/run-lifecycle.js';

const runId = `0x${'a'.repeat(64)}`;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 21, 12, minutes));
const run = {
  ...{ runId, chainId: 1, subject: 'assistant', version: 3, orderBlockNumber: 100, isOrderFinal: true },
  ...{ state: 'Open', isStateFinal: true, attempt: 1, worker: '0xWorker', deadlineAt: at(30), finalizableAt: null },
  ...{ staleAt: at(600), headAt: at(0) },
};
const entry = { runId, chainId: 1, registry: '0xRegistry', state: 'Training', attempt: 1, error: null, request: null };
const cursor = { chainId: 1, blockNumber: 140, finalizedNumber: 120, updatedAt: at(10) };
const lastEvent = { at: at(4).toISOString() };

/** A run that is being trained, and nothing is wrong. */
const someFacts = (changes: Record<string, unknown> = {}) =>
  ({
    ...{
      runId,
      now: at(10),
      run,
      entry,
      cursor,
      degraded: null,
      pending: [],
      confirmations: [],
      isExecutorThere: true,
    },
    ...{ events: [lastEvent], progress: { phase: 'train', step: 40, steps: 80, secondsLeft: 12.2, at: at(9) } },
    ...changes,
  }) as unknown as RunFacts;
const tell = (changes?: Record<string, unknown>) => storyOf(someFacts(changes)).join('\n');

describe('the story of a run', () => {
  it('says where it stands on chain and here, and what comes next', () => {
    expect(tell()).toBe(
      [
        `Run ${runId} is version 3 of the model policy of "assistant", ordered in block 100 of chain 1.`,
        'On chain it is Open: the worker 0xWorker has attempt 1, until 2026-11-21T12:30:00Z (in 20 min). That is final.',
        'Here it is Training, attempt 1, since 2026-11-21T12:04:00Z (6 min ago).',
        'The worker was at step 40 of 80 of "train" at 2026-11-21T12:09:00Z (60 s ago), about 13 s to go then.',
        'Next: the worker ends; its result is hashed again, stored and signed.',
      ].join('\n'),
    );
  });

  it.each([
    [
      'nobody acts',
      { isExecutorThere: false },
      'No executor is at work on this database: start one with npm run executor.',
    ],
    ['rows are old', { cursor: { ...cursor, updatedAt: at(1) } }, 'The indexer last wrote at 2026-11-21T12:01:00Z'],
    [
      'the order is not final',
      { run: { ...run, isOrderFinal: false }, entry: null },
      'The order is in block 100; final is block 120.',
    ],
    ['there is a note', { entry: { ...entry, error: 'out of disk' } }, 'In its way, or last heard of it: out of disk.'],
    [
      'a transaction waits',
      { pending: [{ key: `${runId}.1.submitReceipt`, txHash: '0xTx', at: at(8) }] },
      'submitReceipt was signed at 2026-11-21T12:08:00Z (2 min ago) and is not seen in a block: 0xTx.',
    ],
    [
      'its registry is out of bounds',
      { degraded: { chainId: 1, registry: '0xRegistry', reason: 'block 100 is gone', at: at(5) } },
      'DEGRADED since 2026-11-21T12:05:00Z: nothing is done at 0xRegistry. block 100 is gone.',
    ],
    [
      'our other worker got something else',
      {
        confirmations: [
          { worker: '0xB', attempt: 1, state: 'Differs', note: 'first differing step 3', updatedAt: at(9) },
        ],
      },
      'Our worker 0xB carries attempt 1 out again; since 2026-11-21T12:09:00Z it says Differs: first differing step 3.',
    ],
    ['it is canceled', { entry: { ...entry, request: 'cancel' } }, 'An operator has canceled it'],
    ['nobody knows it', { run: null, entry: null }, 'Blocks are indexed up to 140.'],
    ['the chain lost it', { run: null }, 'The indexed chain does not hold the run'],
    ['it is taken by nobody', { run: { ...run, worker: null, deadlineAt: null } }, 'no worker has taken it, until'],
  ])('says so when %s', (_what, changes, sentence) => {
    expect(tell(changes)).toContain(sentence);
  });

  it('has a next step, or none and why, for every state of the ledger', () => {
    for (const state of ledgerStates) expect(tell({ entry: { ...entry, state } })).toMatch(/^Next: .+\.$/m);
  });

  it('says times in words', () => {
    expect([away(at(0), at(1)), away(at(3), at(0)), away(at(300), at(0))]).toEqual(['60 s ago', 'in 3 min', 'in 5 h']);
  });
});

describe('a command', () => {
  it('is read', () => {
    expect(readRunCommand(['run', 'explain', runId.toUpperCase().replace('0X', '0x')])).toEqual({
      verb: 'explain',
      runId,
      file: null,
    });
    expect(readRunCommand(['run', 'repair', '10', '--yes'])).toEqual({
      verb: 'repair',
      chainId: 10,
      isConfirmed: true,
    });
    expect(readRunCommand(['run', 'verify-log', runId, '--file', 'x'])).toMatchObject({ file: 'x' });
  });

  it.each([
    [['walk'], 'There is no "mandate walk"'],
    [['run', 'fly'], 'There is no "mandate run fly"'],
    [['run', 'cancel', '17'], '"17" is not a run id: 0x and 64 hexadecimal digits'],
    [['run', 'cancel'], '"" is not a run id'],
    [['run', 'cancel', runId, 'now'], 'now is not understood here'],
    [['run', 'repair', 'mainnet'], '"mainnet" is not a chain id: a number, as in MANDATE_CONFIG.'],
    [['run', 'repair', '1', '--no'], '--no is not understood here'],
    [['run', 'verify-log', runId, '--file'], '--file: expected --file <log.jsonl>.'],
  ])('is refused with what to do about it: %j', (words, sentence) => {
    expect(() => readRunCommand(words)).toThrow(CommandRefused);
    expect(() => readRunCommand(words)).toThrow(sentence);
  });
});
