import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'ethers';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { FollowedDao } from '../support/foreign/followed-dao.js';
import type { ForeignDao } from '../support/foreign/foreign-dao.js';
import { ForeignDaoFounder } from '../support/foreign/found-foreign-daos.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

const DAY_SECONDS = 86_400;

let chain: TestChain;
let database: TestDatabase;
let founder: ForeignDaoFounder;
let reader: ChainReader;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  founder = await ForeignDaoFounder.on(chain);
}, 300_000);

afterAll(async () => {
  reader?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

const follow = (dao: ForeignDao) => FollowedDao.afresh(dao, reader, database);

const daos: [string, (founder: ForeignDaoFounder) => Promise<ForeignDao>][] = [
  ['OpenZeppelin 5 by blocks', (on) => on.openZeppelin5('oz5-blocks', 'blocknumber')],
  ['OpenZeppelin 5 by seconds', (on) => on.openZeppelin5('oz5-seconds', 'timestamp')],
  ['OpenZeppelin 5 over ERC-721', (on) => on.nft5('nft')],
  ['OpenZeppelin 4', (on) => on.openZeppelin4('oz4')],
  ['fractional votes over a Compound timelock', (on) => on.fractional5('fractional')],
  ["OpenZeppelin 4 with Bravo's face", (on) => on.bravoCompatible4('bravo-face')],
  ['Governor Alpha', (on) => on.alpha('alpha')],
  ['Governor Bravo', (on) => on.bravo('bravo')],
];

describe('a governor of another make', () => {
  it.each(daos)(
    'is indexed as its views say, at every step: %s',
    async (_name, found) => {
      const dao = await found(founder);
      const one = await follow(dao);
      const [delay, period] = dao.parts.clock === 'blocknumber' ? [3, 45] : [20, 800];

      const passed = await dao.propose('Pass this');
      const lost = await dao.propose('Refuse this', 1);
      await one.agrees();
      expect(await one.states(passed, lost)).toEqual(['PENDING', 'PENDING']);

      await dao.pass(delay);
      await dao.vote(0, passed, 1);
      await dao.vote(1, passed, 0, dao.parts.family === 'alpha' ? '' : 'too dear');
      await dao.vote(0, lost, 0);
      await one.agrees();
      expect(await one.states(passed, lost)).toEqual(['ACTIVE', 'ACTIVE']);
      expect((await one.proposal(passed)).tally.quorum).toBeGreaterThan(0n);

      const canceled = await dao.propose('Think better of it');
      await dao.cancel(canceled);
      await dao.pass(period);
      await one.agrees();
      expect(await one.states(passed, lost, canceled)).toEqual(['SUCCEEDED', 'DEFEATED', 'CANCELED']);

      await dao.queue(passed);
      await one.agrees();
      expect(await one.states(passed)).toEqual(['QUEUED']);
      await dao.wait(200);
      await one.agrees();
      expect((await one.proposal(passed)).isExecutable).toBe(true);
      await dao.execute(passed);
      await one.agrees();
      expect(await one.states(passed)).toEqual(['EXECUTED']);
    },
    60_000,
  );

  it.each(daos)(
    'has the same rows when all of it is indexed at once: %s',
    async (_name, found) => {
      const dao = await found(founder);
      await dao.carryOut(await dao.propose('One'));
      const [, open] = [await dao.propose('Two'), await dao.propose('Three', 1)];
      await dao.pass(dao.parts.clock === 'blocknumber' ? 4 : 25);
      await dao.vote(1, open, 1);

      const one = await follow(dao);

      await one.agrees();
      expect(await one.states(open)).toEqual(['ACTIVE']);
    },
    60_000,
  );

  it('extends a vote whose quorum comes late', async () => {
    const dao = await founder.openZeppelin5('late', 'blocknumber');
    const one = await follow(dao);
    const proposal = await dao.propose('Late');
    const deadlineOf = async () => (await one.proposal(proposal)).deadline;
    await dao.pass(38);
    await one.agrees();
    const deadline = await deadlineOf();

    await dao.vote(0, proposal, 1);
    await one.agrees();

    expect(await deadlineOf()).toBeGreaterThan(deadline);
    await dao.pass(8);
    await one.agrees();
    expect(await one.states(proposal)).toEqual(['ACTIVE']);
    await dao.pass(8);
    await one.agrees();
    expect(await one.states(proposal)).toEqual(['SUCCEEDED']);
  });

  it('ends a vote at once that reaches the super quorum, and goes on with one that does not', async () => {
    const dao = await founder.superQuorum5('super');
    const one = await follow(dao);
    const wanted = await dao.propose('Everybody wants this');
    const contested = await dao.propose('Some want this', 1);
    await dao.pass(3);
    await dao.vote(1, contested, 1);
    await dao.vote(2, wanted, 1);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['ACTIVE', 'ACTIVE']);

    const before = await chain.snapshot();
    await dao.vote(0, wanted, 1);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['SUCCEEDED', 'ACTIVE']);
    await dao.queue(wanted);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['QUEUED', 'ACTIVE']);
    await dao.wait(200);
    await dao.execute(wanted);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['EXECUTED', 'ACTIVE']);

    await chain.revertTo(before);
    await dao.pass(1);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['ACTIVE', 'ACTIVE']);
    await dao.pass(45);
    await one.agrees();
    expect(await one.states(wanted, contested)).toEqual(['DEFEATED', 'SUCCEEDED']);
  });

  it('counts votes that are split by their parts, and takes them back with a reorg', async () => {
    const dao = await founder.fractional5('split');
    const one = await follow(dao);
    const proposal = await dao.propose('Split');
    await dao.pass(3);
    const before = await chain.snapshot();
    await dao.split(0, proposal, parseEther('1'), parseEther('200000') + 1n, parseEther('3'));
    await dao.split(0, proposal, 0n, parseEther('7'), 0n);
    await dao.vote(1, proposal, 0);
    await one.agrees();
    const { tally } = await one.proposal(proposal);
    expect(tally.for).toBe(parseEther('200007') + 1n);
    expect(tally.against).toBe(parseEther('300001'));

    await chain.revertTo(before);
    await dao.split(0, proposal, 5n, 6n, 7n);
    await one.agrees();

    expect((await one.proposal(proposal)).tally).toMatchObject({ against: 5n, for: 6n, abstain: 7n });
  });

  it.each<[string, (founder: ForeignDaoFounder) => Promise<ForeignDao>]>([
    ['Governor Alpha', (on) => on.alpha('alpha')],
    ['Governor Bravo', (on) => on.bravo('bravo')],
    ['OpenZeppelin over it', (on) => on.fractional5('fractional')],
  ])('lets what a Compound timelock queued expire: %s', async (_name, found) => {
    const dao = await found(founder);
    const one = await follow(dao);
    const proposal = await dao.propose('Never done');
    await dao.pass(3);
    await dao.vote(0, proposal, 1);
    await dao.pass(45);
    await dao.queue(proposal);
    await one.agrees();
    const { etaAt, expiresAt } = await one.proposal(proposal);
    expect(Number(expiresAt) - Number(etaAt)).toBe(14 * DAY_SECONDS * 1000);

    await dao.wait(15 * DAY_SECONDS);
    await one.agrees();

    expect(await one.states(proposal)).toEqual(['EXPIRED']);
  });

  it('reads the quorum of each snapshot, also when a vote changes the rule in between', async () => {
    const dao = await founder.openZeppelin5('rule', 'blocknumber');
    const one = await follow(dao);
    const change = await dao.callOfGovernor('updateQuorumNumerator', 55);
    const first = await dao.propose('Raise the quorum', 0, change);
    await dao.carryOut(first);
    const second = await dao.propose('After it');
    await dao.send(0, dao.parts.token, 'burn', parseEther('100000'));
    const third = await dao.propose('After a burning');
    await dao.pass(4);

    await one.agrees();

    const quorums = await Promise.all(
      [first, second, third].map(async (each) => (await one.proposal(each)).tally.quorum),
    );
    expect(quorums).toEqual([parseEther('300000'), parseEther('495000'), parseEther('495000')]);
  });

  it("follows Bravo's settings", async () => {
    const dao = await founder.bravo('settings');
    const one = await follow(dao);
    await one.agrees();
    const change = await dao.callOfGovernor('_setProposalThreshold', parseEther('2000'));

    await dao.carryOut(await dao.propose('Raise the threshold', 0, change));

    await one.agrees();
  });

  it('counts one vote for each token of an ERC-721, wherever it goes', async () => {
    const dao = await founder.nft5('moving');
    const one = await follow(dao);
    const { token } = dao.parts;
    const [, to] = dao.members;
    const from = dao.members[0]?.address;
    await dao.send(0, token, 'transferFrom', from, to?.address, 2);
    await dao.send(0, token, 'approve', to?.address, 3);
    await dao.send(1, token, 'delegate', from);

    await one.agrees();

    const rows = await database.dataSource.query('SELECT votes FROM delegate WHERE account = $1', [from]);
    expect(rows).toEqual([{ votes: '9' }]);
  });

  it('forgets what it read of a snapshot that a reorg took away', async () => {
    const dao = await founder.openZeppelin5('reorg', 'blocknumber');
    const one = await follow(dao);
    const proposal = await dao.propose('Twice');
    await one.agrees();
    const before = await chain.snapshot();
    await dao.pass(4);
    await one.agrees();
    const first = await one.proposal(proposal);

    await chain.revertTo(before);
    await chain.provider.send('evm_increaseTime', [1000]);
    await dao.send(0, dao.parts.token, 'burn', parseEther('500000'));
    await dao.pass(4);
    await one.agrees();

    const second = await one.proposal(proposal);
    expect(second.tally.quorum).toBeLessThan(first.tally.quorum);
    expect(second.voteStartAt).not.toEqual(first.voteStartAt);
  });

  it('says when a time is a guess, and guesses by the pace of the chain', async () => {
    const dao = await founder.alpha('guess');
    const one = await follow(dao);
    const proposal = await dao.propose('When?');
    await one.agrees();
    const guess = await one.proposal(proposal);
    expect([guess.isVoteStartEstimated, guess.isVoteEndEstimated]).toEqual([true, true]);
    expect(guess.voteEndAt.getTime()).toBeGreaterThan(guess.voteStartAt.getTime());

    await dao.pass(50);
    await one.agrees();

    const known = await one.proposal(proposal);
    const block = await chain.provider.getBlock(Number(known.snapshot));
    expect([known.isVoteStartEstimated, known.isVoteEndEstimated]).toEqual([false, false]);
    expect(known.voteStartAt.getTime()).toBe(Number(block?.timestamp) * 1000);
  });
});
