import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DelegateEntity } from '../../src/store/delegate.entity.js';
import type { FactRow } from '../../src/store/fact-row.js';
import { FactStore } from '../../src/store/fact-store.js';
import { RunActivatedEntity } from '../../src/store/gate.entity.js';
import { PolicyActivatedEntity, PolicyAdoptedEntity, PolicyRolledBackEntity } from '../../src/store/policy.entity.js';
import { PolicyActiveView } from '../../src/store/policy-active.view.js';
import {
  ChallengeRuledEntity,
  ReceiptChallengedEntity,
  ReceiptConfirmedEntity,
  ReceiptSubmittedEntity,
} from '../../src/store/receipt.entity.js';
import { ReceiptFinalView } from '../../src/store/receipt-final.view.js';
import {
  AttemptStartedEntity,
  CanaryStartedEntity,
  RunOpenedEntity,
  RunWithdrawnEntity,
} from '../../src/store/run.entity.js';
import { RunStateView } from '../../src/store/run-state.view.js';
import { DelegateChangedEntity, DelegateVotesChangedEntity } from '../../src/store/token.entity.js';
import { aBatch, aFact, aPosition } from '../builders/a-fact.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

const RUN = `0x${'aa'.repeat(32)}`;
const DIGEST = `0x${'dd'.repeat(32)}`;
const at = new Date(1_800_000_000_000);
const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
const [ALICE, BOB, CAROL] = ['0xA', '0xB', '0xC'] as const;
const subject = { subject: 'assistant', subjectBytes32: `0x${'00'.repeat(32)}` };
const run = { runId: RUN };

let database: TestDatabase;
let store: FactStore;
let blockNumber: number;

beforeAll(async () => {
  database = await startTestDatabase();
  store = new FactStore(database.dataSource);
});

afterAll(() => database?.stop());

beforeEach(async () => {
  await emptyTables(database.dataSource);
  blockNumber = 0;
});

/** The facts of the next block. */
async function happens(...facts: ((log: number) => FactRow)[]): Promise<void> {
  blockNumber += 1;
  await store.commit(
    aBatch(
      blockNumber,
      facts.map((fact, log) => fact(log)),
    ),
  );
}

const here = (log: number) => aPosition(blockNumber, log);

const submitted = (log: number) => {
  const digests = { artifactDigest: DIGEST, evaluationDigest: DIGEST, provenanceDigest: DIGEST };
  const statement = { ...digests, attempt: 1, worker: ALICE, metrics: [], finalizableAt: later(24) };
  return aFact(ReceiptSubmittedEntity, { ...here(log), ...run, ...statement });
};
const confirmed = (log: number) => {
  const statement = { attempt: 1, worker: BOB, confirmations: 1, finalizableAt: later(2) };
  return aFact(ReceiptConfirmedEntity, { ...here(log), ...run, ...statement });
};
const ruled = (isUpheld: boolean, byDefault: boolean) => (log: number) => {
  const finalizableAt = isUpheld || byDefault ? null : later(48);
  const ruling = { isUpheld, byDefault, beneficiary: BOB, amount: 1n, finalizableAt };
  return aFact(ChallengeRuledEntity, { ...here(log), ...run, ...ruling });
};

describe('run_state', () => {
  const opened = (log: number) =>
    aFact(RunOpenedEntity, { ...here(log), ...run, ...subject, version: 1, policyDigest: DIGEST, staleAt: at });
  const started = (attempt: number) => (log: number) =>
    aFact(AttemptStartedEntity, { ...here(log), ...run, attempt, worker: ALICE, deadlineAt: at });
  const challenged = (log: number) =>
    aFact(ReceiptChallengedEntity, {
      ...here(log),
      ...run,
      challenger: BOB,
      evidenceDigest: DIGEST,
      bond: 1n,
      rulingDeadlineAt: at,
    });
  const canary = (log: number) =>
    aFact(CanaryStartedEntity, { ...here(log), ...run, safetyVersion: 1, canaryBps: 500, endsAt: at });
  const activated = (log: number) =>
    aFact(RunActivatedEntity, { ...here(log), ...run, safetyVersion: 1, worker: ALICE, requests: 9n, metrics: [] });
  const withdrawn = (log: number) => aFact(RunWithdrawnEntity, { ...here(log), ...run });

  const state = async () => {
    const [row] = await database.dataSource.getRepository(RunStateView).findBy({ runId: RUN });
    return row && [row.state, row.attempt];
  };

  it('follows a run from its opening to its withdrawal', async () => {
    await happens(opened);
    expect(await state()).toEqual(['Open', 0]);
    await happens(started(1));
    await happens(started(2));
    expect(await state()).toEqual(['Open', 2]);
    await happens(submitted);
    expect(await state()).toEqual(['Submitted', 2]);
    await happens(challenged);
    expect(await state()).toEqual(['Challenged', 2]);
    await happens(ruled(false, false));
    expect(await state()).toEqual(['Submitted', 2]);
    await happens(canary, activated);
    expect(await state()).toEqual(['Active', 2]);
    await happens(withdrawn);
    expect(await state()).toEqual(['RolledBack', 2]);
  });

  it.each([
    ['upheld', ruled(true, false)],
    ['not ruled on in time', ruled(false, true)],
  ])('calls a run failed whose challenge was %s', async (_why, ruling) => {
    await happens(opened, started(1), submitted, challenged, ruling);

    expect(await state()).toEqual(['Failed', 1]);
  });
});

describe('receipt_final', () => {
  const finalizableAt = async () => {
    const [row] = await database.dataSource.getRepository(ReceiptFinalView).findBy({ runId: RUN });
    return row?.finalizableAt;
  };

  it('is the end of the window, until a confirmation or a ruling moves it', async () => {
    await happens(submitted);
    expect(await finalizableAt()).toEqual(later(24));
    await happens(confirmed);
    expect(await finalizableAt()).toEqual(later(2));
    await happens(ruled(false, false));
    expect(await finalizableAt()).toEqual(later(48));
  });

  it('stays what it was when the run fails', async () => {
    await happens(submitted, ruled(true, false));

    expect(await finalizableAt()).toEqual(later(24));
  });
});

describe('policy_active', () => {
  const version = (number: number, epoch: number) => ({ kind: 0, ...subject, version: number, epoch });
  const adopted = (number: number, epoch: number, isActive: boolean) => (log: number) => {
    const document = { digest: `0x${number}`, runId: RUN, document: Buffer.alloc(0), body: {} };
    return aFact(PolicyAdoptedEntity, { ...here(log), ...version(number, epoch), ...document, isActive });
  };
  const activated = (number: number, epoch: number) => (log: number) =>
    aFact(PolicyActivatedEntity, { ...here(log), ...version(number, epoch) });
  const rolledBack = (number: number, epoch: number) => (log: number) =>
    aFact(PolicyRolledBackEntity, { ...here(log), ...version(number, epoch) });

  const active = async () => {
    const [row] = await database.dataSource.getRepository(PolicyActiveView).find();
    return row && [row.version, row.epoch, row.digest];
  };

  it('has nothing for a model policy that was only adopted', async () => {
    await happens(adopted(1, 1, false));

    expect(await active()).toBeUndefined();
  });

  it('keeps what is in force while a newer version waits, and follows a roll-back', async () => {
    await happens(adopted(1, 1, false));
    await happens(activated(1, 2));
    await happens(adopted(2, 3, false));
    expect(await active()).toEqual([1, 3, '0x1']);
    await happens(activated(2, 4));
    expect(await active()).toEqual([2, 4, '0x2']);
    await happens(rolledBack(1, 5));
    expect(await active()).toEqual([1, 5, '0x1']);
    await happens(rolledBack(0, 6));
    expect(await active()).toBeUndefined();
  });
});

describe('delegate', () => {
  const delegates = (delegator: string, fromDelegate: string, toDelegate: string) => (log: number) =>
    aFact(DelegateChangedEntity, { ...here(log), delegator, fromDelegate, toDelegate });
  const votes = (delegate: string, previousVotes: bigint, newVotes: bigint) => (log: number) =>
    aFact(DelegateVotesChangedEntity, { ...here(log), delegate, previousVotes, newVotes });

  it('counts who delegates now, and the latest votes', async () => {
    await happens(delegates(ALICE, '0x0', BOB), delegates(CAROL, '0x0', BOB), votes(BOB, 0n, 5n), votes(BOB, 5n, 7n));
    await happens(delegates(CAROL, BOB, ALICE), votes(BOB, 7n, 5n), votes(ALICE, 0n, 2n));

    const rows = await database.dataSource.getRepository(DelegateEntity).find({ order: { account: 'ASC' } });

    expect(rows.map(({ account, votes: weight, delegatorsCount }) => [account, weight, delegatorsCount])).toEqual([
      [ALICE, 2n, 1],
      [BOB, 5n, 1],
    ]);
  });
});
