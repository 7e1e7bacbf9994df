import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { BlockEntity } from '../../src/store/block.entity.js';
import { CursorMoved } from '../../src/store/chain-batch.js';
import { FactStore } from '../../src/store/fact-store.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import { ProposalTallyEntity } from '../../src/store/proposal-tally.entity.js';
import { QuarantinedLogEntity } from '../../src/store/quarantined-log.entity.js';
import { VoteCastEntity } from '../../src/store/vote-cast.entity.js';
import { Wakeups } from '../../src/store/wakeups.js';
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

const count = (entity: EntityTarget<ObjectLiteral>) => database.dataSource.getRepository(entity).count();
const vote = (block: number, log: number, changes = {}) => aFact(VoteCastEntity, aVote(aPosition(block, log), changes));

describe('FactStore', () => {
  it('gives every value back as it was, a description of 1.5 MB included', async () => {
    const proposal = aProposal(aPosition(1), 'ö'.repeat(750_000));

    await store.commit(aBatch(1, [aFact(ProposalCreatedEntity, proposal)]));

    const [row] = await database.dataSource.getRepository(ProposalCreatedEntity).find();
    const { description, descriptionRaw, ...rest } = row as ProposalCreatedEntity;
    expect(rest).toEqual({ ...proposal, description: undefined, descriptionRaw: undefined });
    expect(description === proposal.description && descriptionRaw.equals(proposal.descriptionRaw)).toBe(true);
  });

  it('commits nothing of a batch when the cursor has moved', async () => {
    await store.commit(aBatch(1));
    await store.commit(aBatch(2));

    await expect(store.commit(aBatch(2, [vote(2, 0)]))).rejects.toThrow(CursorMoved);
    await expect(store.commit(aBatch(1, [vote(1, 0)]))).rejects.toThrow(CursorMoved);

    expect(await count(VoteCastEntity)).toBe(0);
    expect((await store.cursor(31337))?.blockNumber).toBe(2);
  });

  it('puts aside a row that the database does not take, with its log, and keeps the others', async () => {
    const unfit = vote(1, 1, { support: 2 ** 40 });

    await store.commit(aBatch(1, [vote(1, 0), unfit, vote(1, 2)]));

    const [quarantined] = await database.dataSource.getRepository(QuarantinedLogEntity).find();
    expect(quarantined).toMatchObject({ logIndex: 1, topics: unfit.source.topics, data: Buffer.from([0xab, 0xcd]) });
    expect(quarantined?.error).toMatch(/out of range/);
    const [tally] = await database.dataSource.getRepository(ProposalTallyEntity).find();
    expect(tally).toMatchObject({ for: 20n, votesCount: 2 });
  });

  it('sums votes over batches, and takes them back with a reorg', async () => {
    await store.commit(aBatch(1, [vote(1, 0), vote(1, 1, { support: 0, weight: 2n ** 200n })]));
    await store.commit(aBatch(2, [vote(2, 0, { support: 2, weight: 5n }), vote(2, 1, { proposalId: 2n })]));
    const repository = database.dataSource.getRepository(ProposalTallyEntity);
    const sums = { for: 10n, against: 2n ** 200n };
    expect(await repository.findOneBy({ proposalId: 1n })).toMatchObject({ ...sums, abstain: 5n, votesCount: 3 });

    await store.rollBack(31337, aBatch(1).last);

    expect(await repository.find()).toEqual([expect.objectContaining({ ...sums, abstain: 0n, votesCount: 2 })]);
    expect(await count(VoteCastEntity)).toBe(2);
    expect(await store.cursor(31337)).toMatchObject({ blockNumber: 1, finalizedNumber: 1 });
  });

  it('starts over when nothing of the chain is left', async () => {
    await store.commit(aBatch(1, [vote(1, 0)]));

    await store.rollBack(31337, null);
    await store.commit(aBatch(1, [vote(1, 0)]));

    const [tally] = await database.dataSource.getRepository(ProposalTallyEntity).find();
    expect(tally).toMatchObject({ for: 10n, votesCount: 1 });
  });

  it('calls only that final which is indexed', async () => {
    await store.commit(aBatch(1, [], { finalizedNumber: 50, headNumber: 60 }));

    expect(await store.cursor(31337)).toMatchObject({ finalizedNumber: 1, headNumber: 60 });
  });

  it('forgets old blocks without logs, and no others', async () => {
    await store.commit(aBatch(1, [vote(1, 0)]));
    await store.commit(aBatch(2));
    const far = { after: aBatch(2).last, fromBlock: 3 };

    await store.commit(aBatch(400, [], far));

    const blocks = await database.dataSource.getRepository(BlockEntity).find({ order: { number: 'ASC' } });
    expect(blocks.map(({ number }) => number)).toEqual([1, 400]);
  });

  it('wakes who listens, when the rows are there', async () => {
    const heard = new EventEmitter();
    const onWake = (_channel: string, payload: string | null) =>
      heard.emit(payload === null ? 'listening' : 'woken', payload);
    const wakeups = new Wakeups(database.url, ['mandate_block'], onWake, () => undefined);
    const listening = once(heard, 'listening');
    const woken = once(heard, 'woken');
    await wakeups.start();
    await listening;

    await store.commit(aBatch(1));

    expect(JSON.parse((await woken)[0])).toEqual({ chainId: 31337, blockNumber: 1 });
    await wakeups.stop();
  });
});
