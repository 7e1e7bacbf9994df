import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FactStore } from '../../src/store/fact-store.js';
import { PolicyAdoptedEntity } from '../../src/store/policy.entity.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import { ProposalQueuedEntity } from '../../src/store/proposal-lifecycle.entity.js';
import { QuarantinedLogEntity } from '../../src/store/quarantined-log.entity.js';
import { VoteCastEntity } from '../../src/store/vote-cast.entity.js';
import { aBatch, aFact, aPosition, aProposal, aVote } from '../builders/a-fact.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let store: FactStore;

beforeAll(async () => {
  database = await startTestDatabase();
  store = new FactStore(database.dataSource);
});

afterAll(() => database?.stop());

beforeEach(() => emptyTables(database.dataSource));

const rowsOf = <T extends object>(entity: new () => T): Promise<T[]> =>
  database.dataSource.getRepository(entity).find();

/** What would mean something to COPY, to a list, or to JSON. */
const texts = ['\\N', '\\.', 'a\tb', 'a\nb', 'a\r\nb', '\\', '"', '{}', ',', 'NULL', '', '–\u{1F600}', '\\x00'];

describe('copied rows', () => {
  it.each(texts)('hold the text %j as it was', async (text) => {
    const vote = { ...aVote(aPosition(1)), reason: text, reasonRaw: Buffer.from(text) };

    await store.commit(aBatch(1, [aFact(VoteCastEntity, vote)]));

    expect(await rowsOf(VoteCastEntity)).toEqual([vote]);
  });

  it('hold lists of texts, of bytes and of amounts, also empty ones', async () => {
    const calls = { calldatas: texts.map((text) => Buffer.from(text)), values: [0n, 2n ** 256n - 1n] };
    const full = { ...aProposal(aPosition(1)), ...calls, targets: texts, signatures: texts };
    const empty = { ...aProposal(aPosition(1, 1)), targets: [], values: [], signatures: [], calldatas: [] };

    await store.commit(aBatch(1, [aFact(ProposalCreatedEntity, full), aFact(ProposalCreatedEntity, empty)]));

    expect(await rowsOf(ProposalCreatedEntity)).toEqual([full, empty]);
  });

  it('hold documents, flags and what is absent', async () => {
    const policy = { kind: 0, subject: 'assistant', subjectBytes32: '0x00', version: 1, digest: '0x01', epoch: 1 };
    const document = {
      isActive: true,
      runId: null,
      document: Buffer.from([0]),
      body: { texts, nested: [{ one: null }] },
    };
    const row = { ...aPosition(1), ...policy, ...document };

    await store.commit(aBatch(1, [aFact(PolicyAdoptedEntity, row)]));

    expect(await rowsOf(PolicyAdoptedEntity)).toEqual([row]);
  });

  it('hold times far beyond ours', async () => {
    const etaAt = new Date(8.64e15);

    await store.commit(aBatch(1, [aFact(ProposalQueuedEntity, { ...aPosition(1), proposalId: 1n, etaAt })]));

    const [row] = await database.dataSource.query(
      'SELECT extract(epoch FROM eta_at)::text AS eta FROM proposal_queued',
    );
    expect(Number(row.eta)).toBe(8.64e12);
  });

  it('leave out the one that does not fit, wherever it stands among many', async () => {
    const votes = Array.from({ length: 100 }, (_, log) =>
      aFact(VoteCastEntity, aVote(aPosition(1, log), { support: log === 61 ? 2 ** 40 : 1 })),
    );

    await store.commit(aBatch(1, votes));

    expect((await rowsOf(QuarantinedLogEntity)).map(({ logIndex }) => logIndex)).toEqual([61]);
    const [tally] = await database.dataSource.query('SELECT for_, votes_count FROM proposal_tally');
    expect(tally).toEqual({ for_: '990', votes_count: 99 });
  });

  it('are not counted twice when an organization that is added later brings some again', async () => {
    const again = aFact(VoteCastEntity, aVote(aPosition(1)));
    await store.commit(aBatch(1, [again]));
    await database.dataSource.query(
      `INSERT INTO organization (slug, name, chain_id, governor, token, timelock, start_block)
       VALUES ('late', 'Late', 31337, '0x1', '0x2', '0x3', 0)`,
    );

    const more = aFact(VoteCastEntity, aVote(aPosition(1, 1)));
    await store.commitBackfill({ ...aBatch(1, [again, more]), slugs: ['late'] }, 'late', null);

    const [tally] = await database.dataSource.query('SELECT for_, votes_count FROM proposal_tally');
    expect(tally).toEqual({ for_: '20', votes_count: 2 });
  });

  it('sum up weights whose sum is wider than any of them', async () => {
    const most = 2n ** 256n - 1n;
    const votes = Array.from({ length: 20 }, (_, log) =>
      aFact(VoteCastEntity, aVote(aPosition(1, log), { weight: most })),
    );

    await store.commit(aBatch(1, votes));

    const [tally] = await database.dataSource.query('SELECT for_ FROM proposal_tally');
    expect(BigInt(tally.for_)).toBe(20n * most);
  });
});
