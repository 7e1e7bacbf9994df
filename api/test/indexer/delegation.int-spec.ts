import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Contract, parseEther, ZeroAddress } from 'ethers';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { FixtureContracts } from '../support/foreign/fixture-contracts.js';
import { FollowedDao } from '../support/foreign/followed-dao.js';
import type { ForeignDao } from '../support/foreign/foreign-dao.js';
import { ForeignDaoFounder } from '../support/foreign/found-foreign-daos.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

let chain: TestChain;
let database: TestDatabase;
let founder: ForeignDaoFounder;
let contracts: FixtureContracts;
let reader: ChainReader;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  founder = await ForeignDaoFounder.on(chain);
  contracts = await FixtureContracts.compile(await chain.provider.getSigner(0));
}, 300_000);

afterAll(async () => {
  reader?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

/** A kind of token, a DAO of it, and whether each token is one of its own. */
type Make = [string, (on: ForeignDaoFounder) => Promise<ForeignDao>, isNft: boolean];

const makes: Make[] = [
  ['OpenZeppelin 5', (on) => on.openZeppelin5('oz5', 'blocknumber'), false],
  ['OpenZeppelin 5 over ERC-721', (on) => on.nft5('nft'), true],
  ['a Compound token', (on) => on.alpha('comp'), false],
];

/** A call that sends one token of its own, or a part of many. */
const sending = (token: Contract, isNft: boolean, from: string, to: string, nftId: number): string =>
  isNft
    ? token.interface.encodeFunctionData('transferFrom', [from, to, nftId])
    : token.interface.encodeFunctionData('transfer', [to, parseEther('0.1')]);

const delegating = (token: Contract, to: string) => token.interface.encodeFunctionData('delegate', [to]);

/** Who delegates to whom by the contract, counted by delegate, beside what is indexed. */
async function expectCounts(dao: ForeignDao, accounts: string[]): Promise<void> {
  const { token } = dao.parts;
  const counts = new Map<string, number>();
  for (const account of accounts) {
    const delegate: string = await token.getFunction('delegates')(account);
    if (delegate !== ZeroAddress) counts.set(delegate, (counts.get(delegate) ?? 0) + 1);
  }
  const rows: { account: string; delegators_count: number }[] = await database.dataSource.query(
    'SELECT account, delegators_count FROM delegate WHERE token = $1 AND delegators_count > 0',
    [await token.getAddress()],
  );
  expect(new Map(rows.map((row) => [row.account, row.delegators_count]))).toEqual(counts);
}

describe.each(makes)('delegation of %s', (_name, found, isNft) => {
  it('equals the contract at every step, whatever is chained in one transaction', async () => {
    const dao = await found(founder);
    const one = await FollowedDao.afresh(dao, reader, database);
    const { token } = dao.parts;
    const [a, b, c] = dao.members.map(({ address }) => address) as [string, string, string];
    const holder = await contracts.deploy('Holder');
    const juggler = await holder.getAddress();
    const accounts = [a, b, c, juggler];
    const agrees = async () => {
      await one.agrees();
      await expectCounts(dao, accounts);
    };

    await dao.send(0, token, 'delegate', a);
    await dao.send(0, token, 'delegate', a);
    await agrees();

    await dao.send(0, token, 'delegate', b);
    await dao.send(1, token, 'delegate', a);
    await agrees();

    await dao.send(1, token, 'delegate', ZeroAddress);
    await dao.send(1, token, 'delegate', ZeroAddress);
    await agrees();

    for (const nftId of [1, 2]) {
      if (isNft) await dao.send(0, token, 'transferFrom', a, juggler, nftId);
      else await dao.send(0, token, 'transfer', juggler, parseEther('1'));
    }
    await dao.send(0, holder, 'act', await token.getAddress(), [
      delegating(token, a),
      delegating(token, a),
      delegating(token, b),
      sending(token, isNft, juggler, b, 1),
      delegating(token, juggler),
      sending(token, isNft, juggler, juggler, 2),
      delegating(token, c),
      sending(token, isNft, juggler, a, 2),
      delegating(token, ZeroAddress),
      delegating(token, c),
    ]);
    await agrees();
  }, 120_000);

  it('and a vote in it equal the contract when tokens move in the block of the snapshot', async () => {
    const dao = await found(founder);
    const one = await FollowedDao.afresh(dao, reader, database);
    const { token } = dao.parts;
    const [a, b] = dao.members.map(({ address }) => address) as [string, string];
    const proposal = await dao.propose('In the same block');
    // The snapshot is two blocks on: what moves in that block still counts.
    await chain.mine(1);
    await chain.provider.send('evm_setAutomine', [false]);
    const as = (member: number) => token.connect(dao.members[member] as never) as Contract;
    const move = isNft
      ? as(0).getFunction('transferFrom')(a, b, 3, { gasLimit: 500_000n })
      : as(0).getFunction('transfer')(b, parseEther('1000'), { gasLimit: 500_000n });
    const redelegate = as(2).getFunction('delegate')(b, { gasLimit: 500_000n });
    await Promise.all([move, redelegate]);
    await chain.mine(1);
    await chain.provider.send('evm_setAutomine', [true]);
    await chain.mine(1);
    await dao.vote(0, proposal, 1);
    await dao.send(0, token, 'delegate', b);
    await dao.vote(1, proposal, 0);

    await one.agrees();

    const { tally, snapshot: at } = await one.proposal(proposal);
    const past = token.getFunction(dao.parts.family === 'alpha' ? 'getPriorVotes' : 'getPastVotes');
    expect([tally.for, tally.against]).toEqual([await past(a, at), await past(b, at)]);
  }, 120_000);
});
