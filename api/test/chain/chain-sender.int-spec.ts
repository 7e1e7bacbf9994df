import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keccak256, Transaction, toQuantity, Wallet } from 'ethers';
import { CallRefused, OutOfGasMoney } from '../../src/chain/chain-errors.js';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { ChainSender } from '../../src/chain/chain-sender.js';
import { openDataSource } from '../../src/store/data-source.js';
import { SentTransactionEntity } from '../../src/store/sent-transaction.entity.js';
import { SentTransactionJournal } from '../../src/store/sent-transaction.journal.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { emptyTables, startTestDatabase, type TestDatabase } from '../support/test-database.js';

const SOMEBODY = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
const gift = { to: SOMEBODY, data: '0x', value: 5n };

let database: TestDatabase;
let chain: TestChain;
let reader: ChainReader;
let wallet: Wallet;
let journal: SentTransactionJournal;

beforeAll(async () => {
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  journal = new SentTransactionJournal(database.dataSource);
});

afterAll(async () => {
  reader?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
});

/** A key of the test's own, with money; its nonces begin at 0. */
beforeEach(async () => {
  await emptyTables(database.dataSource);
  await chain.provider.send('evm_setAutomine', [true]);
  wallet = new Wallet(keccak256(`0x${Date.now().toString(16).padStart(12, '0')}`));
  await chain.provider.send('anvil_setBalance', [wallet.address, '0xde0b6b3a7640000']);
});

const startSender = (stuckMilliseconds?: number) =>
  new ChainSender(reader.provider, wallet, journal, stuckMilliseconds);
const nonce = () => chain.provider.getTransactionCount(wallet.address);

describe('ChainSender', () => {
  it('sends once what is asked for twice', async () => {
    const first = await startSender().sendAndWait('run.1.gift', gift);
    const again = await startSender().sendAndWait('run.1.gift', gift);

    expect(first?.state).toBe('mined');
    expect(again?.txHash).toBe(first?.txHash);
    expect(await nonce()).toBe(1);
  });

  it('gives concurrent sends nonces of their own', async () => {
    const sender = startSender();

    const sent = await Promise.all([1, 2, 3, 4].map((one) => sender.sendAndWait(`run.${one}.gift`, gift)));

    expect(sent.map((transaction) => transaction?.state)).toEqual(['mined', 'mined', 'mined', 'mined']);
    expect(await nonce()).toBe(4);
  });

  it('sends the very same bytes after a restart between signing and mining', async () => {
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.gift', gift);
    await chain.provider.send('anvil_dropTransaction', [pending.txHash]);

    const again = await startSender().send('run.1.gift', gift);
    await chain.mine(1);
    const mined = await startSender().send('run.1.gift', gift);

    expect([pending.state, again.state, mined.state]).toEqual(['sent', 'sent', 'mined']);
    expect([again.txHash, mined.txHash]).toEqual([pending.txHash, pending.txHash]);
    expect(await nonce()).toBe(1);
  });

  it('signs anew when another transaction took the nonce', async () => {
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.gift', gift);
    await chain.provider.send('anvil_dropTransaction', [pending.txHash]);
    await chain.provider.send('evm_setAutomine', [true]);
    await startSender().sendAndWait('run.2.other', { ...gift, value: 6n });

    const again = await startSender().sendAndWait('run.1.gift', gift);

    expect(again?.state).toBe('mined');
    expect(again?.txHash).not.toBe(pending.txHash);
    expect(await nonce()).toBe(2);
  });

  it('offers more for what is stuck, and knows it by whichever is mined', async () => {
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.gift', gift);
    const signed = Transaction.from((await journal.find('run.1.gift'))?.raw);
    await chain.provider.send('anvil_setNextBlockBaseFeePerGas', [toQuantity((signed.maxFeePerGas ?? 0n) * 4n)]);
    await chain.mine(1);
    expect(await nonce()).toBe(0);

    const raised = await startSender(0).send('run.1.gift', gift);
    await chain.mine(1);
    const mined = await startSender(0).send('run.1.gift', gift);

    expect(raised.txHash).not.toBe(pending.txHash);
    expect(mined).toMatchObject({ state: 'mined', txHash: raised.txHash });
    expect(await nonce()).toBe(1);
  });

  it('sends again what a reorg took away', async () => {
    const before = await chain.snapshot();
    const mined = await startSender().sendAndWait('run.1.gift', gift);
    await chain.revertTo(before);

    const again = await startSender().sendAndWait('run.1.gift', gift);

    expect(again?.txHash).toBe(mined?.txHash);
    expect(await nonce()).toBe(1);
  });

  it('signs anew what was mined and reverted, once the contract would take it', async () => {
    const moody = '0x00000000000000000000000000000000000bad03';
    const call = { to: moody, data: '0x' };
    await chain.provider.send('anvil_setCode', [moody, '0x00']);
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.claim', call);
    await chain.provider.send('anvil_setCode', [moody, '0x5f5ffd']); // revert(0, 0)
    await chain.mine(1);

    await expect(startSender().send('run.1.claim', call)).rejects.toThrow(CallRefused);
    await chain.provider.send('anvil_setCode', [moody, '0x00']);
    await startSender().send('run.1.claim', call);
    await chain.mine(1);
    const again = await startSender().send('run.1.claim', call);

    expect((await journal.find('run.1.claim'))?.state).toBe('reverted');
    expect(again).toMatchObject({ state: 'mined', txHash: expect.not.stringMatching(pending.txHash) });
    expect((await startSender().send('run.1.claim', call)).txHash).toBe(again.txHash);
    expect(await nonce()).toBe(2);
  });

  it('does not send what the contract would refuse, and says so', async () => {
    const rogue = '0x00000000000000000000000000000000000bad02';
    await chain.provider.send('anvil_setCode', [rogue, '0x5f5ffd']); // revert(0, 0)

    await expect(startSender().send('run.1.claim', { to: rogue, data: '0x' })).rejects.toThrow(CallRefused);

    expect(await nonce()).toBe(0);
    expect(await journal.find('run.1.claim')).toBeNull();
  });

  it('offers more at once when the base fee has risen above what was offered', async () => {
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.gift', gift);
    const signed = Transaction.from((await journal.find('run.1.gift'))?.raw);
    await chain.provider.send('anvil_setNextBlockBaseFeePerGas', [toQuantity((signed.maxFeePerGas ?? 0n) * 4n)]);
    await chain.mine(1);

    const raised = await startSender().send('run.1.gift', gift);
    await chain.mine(1);

    expect(raised.txHash).not.toBe(pending.txHash);
    expect(await startSender().send('run.1.gift', gift)).toMatchObject({ state: 'mined', txHash: raised.txHash });
    expect(await nonce()).toBe(1);
  });

  it('signs anew when somebody else used the nonce of its key, but not before that is settled', async () => {
    await chain.provider.send('evm_setAutomine', [false]);
    const pending = await startSender().send('run.1.gift', gift);
    const signed = Transaction.from((await journal.find('run.1.gift'))?.raw);
    await chain.provider.send('anvil_dropTransaction', [pending.txHash]);
    const { chainId, maxFeePerGas, maxPriorityFeePerGas } = signed;
    const foreign = { type: 2, chainId, maxFeePerGas, maxPriorityFeePerGas, gasLimit: 21_000n, nonce: 0, to: SOMEBODY };
    await chain.provider.broadcastTransaction(await wallet.signTransaction(foreign));
    await chain.mine(1);

    expect((await startSender().send('run.1.gift', gift)).txHash).toBe(pending.txHash);
    await chain.mine(3);
    const again = await startSender().send('run.1.gift', gift);
    await chain.mine(1);

    expect(again.txHash).not.toBe(pending.txHash);
    expect((await startSender().send('run.1.gift', gift)).state).toBe('mined');
    expect((await journal.find('run.1.gift'))?.state).toBe('replaced');
    expect(await nonce()).toBe(2);
  });

  it('sends one transaction when it was cut off between writing it down and sending it', async () => {
    jest.spyOn(reader.provider, 'broadcastTransaction').mockRejectedValueOnce(new Error('the connection was cut'));
    await expect(startSender().send('run.1.gift', gift)).rejects.toThrow('the connection was cut');
    expect(await nonce()).toBe(0);

    const again = await startSender().sendAndWait('run.1.gift', gift);

    expect(again?.txHash).toBe((await journal.find('run.1.gift'))?.txHash);
    expect(await nonce()).toBe(1);
  });

  it('sends one transaction when it was cut off between sending it and noting that', async () => {
    const forgetful = new SentTransactionJournal(database.dataSource);
    jest.spyOn(SentTransactionJournal.prototype, 'mark').mockRejectedValueOnce(new Error('the database went away'));
    const sender = new ChainSender(reader.provider, wallet, forgetful);
    await expect(sender.send('run.1.gift', gift)).rejects.toThrow('the database went away');

    expect((await startSender().sendAndWait('run.1.gift', gift))?.state).toBe('mined');
    expect(await nonce()).toBe(1);
  });

  it('sends nothing that the account cannot pay, says what is missing, and goes on once there is money', async () => {
    await chain.provider.send('anvil_setBalance', [wallet.address, '0x1']);
    const send = startSender().send('run.1.gift', gift);
    await expect(send).rejects.toThrow(OutOfGasMoney);
    await expect(send).rejects.toThrow(`the account ${wallet.address} is out of gas money: it holds 0.0000`);
    expect(await journal.find('run.1.gift')).toBeNull();

    await chain.provider.send('anvil_setBalance', [wallet.address, '0xde0b6b3a7640000']);
    expect((await startSender().sendAndWait('run.1.gift', gift))?.state).toBe('mined');
  });

  it('signs once when twenty processes with one key send the same at the same time', async () => {
    const sources = await Promise.all(Array.from({ length: 20 }, () => openDataSource(database.url, 2)));
    const senders = sources.map((one) => new ChainSender(reader.provider, wallet, new SentTransactionJournal(one)));
    await chain.provider.send('evm_setAutomine', [false]);

    const same = await Promise.all(senders.map((sender) => sender.send('run.1.gift', gift)));
    const own = await Promise.all(senders.map((sender, index) => sender.send(`run.${index}.other`, gift)));
    await chain.mine(1);
    await Promise.all(sources.map((one) => one.destroy()));

    expect(new Set(same.map(({ txHash }) => txHash)).size).toBe(1);
    expect(new Set(own.map(({ txHash }) => txHash)).size).toBe(20);
    expect(await database.dataSource.getRepository(SentTransactionEntity).count()).toBe(21);
    expect(await nonce()).toBe(21);
  });
});
