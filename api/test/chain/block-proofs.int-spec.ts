import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TransactionRequest, Wallet } from 'ethers';
import type { RpcBlock } from '../../src/chain/block-header.js';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { HeaderCheck } from '../../src/chain/header-check.js';
import { type Receipt, receiptOf, receiptsRootOf } from '../../src/chain/receipts-root.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';

const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const EMITTER = '0x00000000000000000000000000000000000000C1';
const REVERTER = '0x00000000000000000000000000000000000000C2';

let chain: TestChain;
let reader: ChainReader;

beforeAll(async () => {
  chain = await startTestChain();
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  await chain.provider.send('anvil_setCode', [EMITTER, '0x60005f5fa1']); // log1 of nothing, topic 0
  await chain.provider.send('anvil_setCode', [REVERTER, '0x5f5ffd']);
});

afterAll(async () => {
  reader?.close();
  await chain?.stop();
});

/** Mines one block of these transactions, all by one account, and brings its header and receipts. */
async function blockWith(requests: TransactionRequest[]) {
  const wallet = new Wallet(KEY, chain.provider);
  const first = await wallet.getNonce();
  const fees = { gasLimit: 120_000n, chainId: 31337 };
  await chain.provider.send('evm_setAutomine', [false]);
  for (const [index, request] of requests.entries()) {
    const priced =
      request.type === 0 || request.type === 1
        ? { gasPrice: 3_000_000_000n }
        : { maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1n };
    const signed = await wallet.signTransaction({ nonce: first + index, ...fees, ...priced, ...request });
    await chain.provider.send('eth_sendRawTransaction', [signed]);
  }
  await chain.mine(1);
  await chain.provider.send('evm_setAutomine', [true]);
  const block: RpcBlock = await chain.provider.send('eth_getBlockByNumber', ['latest', false]);
  const answers: unknown[] = await chain.provider.send('eth_getBlockReceipts', [block.hash]);
  return { block, answers, receipts: answers.map(receiptOf) };
}

const emit = (changes: TransactionRequest = {}): TransactionRequest => ({ type: 2, to: EMITTER, ...changes });

/** The authorization of an account to run another one's code, as a transaction of type 4 carries it. */
const authorize = (nonce: number) => new Wallet(KEY).authorizeSync({ address: EMITTER, nonce, chainId: 31337 });

describe("a block's receipts", () => {
  it.each([0, 1, 2, 16, 17, 127, 128, 129, 200])('have the root that its header holds: %d of them', async (count) => {
    const { block, receipts } = await blockWith(Array.from({ length: count }, () => emit()));

    expect(receipts).toHaveLength(count);
    expect(receiptsRootOf(receipts)).toBe(block.receiptsRoot);
  });

  it('have it whatever the types of transactions, and whether they succeeded', async () => {
    const nonce = await new Wallet(KEY, chain.provider).getNonce();
    const { block, receipts } = await blockWith([
      emit({ type: 0 }),
      emit({ type: 1, accessList: [] }),
      emit(),
      emit({ type: 4, authorizationList: [authorize(nonce + 9)] }),
      { type: 2, to: REVERTER },
      emit(),
    ]);

    expect(receipts.map(({ type, outcome }) => [type, outcome])).toEqual([
      [0, '0x01'],
      [1, '0x01'],
      [2, '0x01'],
      [4, '0x01'],
      [2, '0x'],
      [2, '0x01'],
    ]);
    expect(receiptsRootOf(receipts)).toBe(block.receiptsRoot);
  });

  it.each<[string, (receipts: Receipt[]) => Receipt[]]>([
    ['one is missing', (receipts) => receipts.slice(1)],
    ['two change places', ([a, b, ...more]) => [b, a, ...more] as Receipt[]],
    ['a log is missing', ([a, ...more]) => [{ ...a, logs: [] } as unknown as Receipt, ...more]],
    ['one failed', ([a, ...more]) => [{ ...a, outcome: '0x' } as Receipt, ...more]],
  ])('have another one when %s', async (_what, change) => {
    const { block, receipts } = await blockWith([emit({ type: 0 }), emit(), emit()]);

    expect(receiptsRootOf(change(receipts))).not.toBe(block.receiptsRoot);
  });

  it('prove the logs of the block', async () => {
    const { block } = await blockWith([emit(), emit()]);
    const header = await reader.findBlock(Number(block.number));
    if (!header) throw new Error('the block is gone');
    const logs = await reader.logsOfBlock(header.hash, [EMITTER]);
    const { proven } = reader.proofs;

    expect(logs).toHaveLength(2);
    expect(await reader.proofs.prove([{ header, logs }], [EMITTER])).toEqual([]);
    expect(reader.proofs.proven).toBe(proven + 1);
    await expect(reader.proofs.prove([{ header, logs: logs.slice(1) }], [EMITTER])).rejects.toThrow(
      /has 2 logs of ours by its receipts, eth_getLogs tells 1/,
    );
  });
});

describe("a block's hash", () => {
  const blockAt = (number: string): Promise<RpcBlock> => chain.provider.send('eth_getBlockByNumber', [number, false]);
  const idOf = ({ number, hash }: RpcBlock) => ({ number: Number(number), hash: String(hash) });

  it('is that of its fields, from the first block on', async () => {
    const check = new HeaderCheck();
    for (const number of ['0x0', '0x1', 'latest']) {
      const block = await blockAt(number);
      expect(check.check(block, idOf(block))).toBe(true);
    }
    expect(check.proven).toBe(3);
  });

  it('is a lie when it is not, on a chain whose headers are hashed so', async () => {
    const check = new HeaderCheck();
    const block = await blockAt('0x1');
    check.check(block, idOf(block));

    expect(() => check.check({ ...block, gasUsed: '0x1' }, idOf(block))).toThrow(/has the hash 0x.* by its fields/);
  });

  it.each<[string, (block: RpcBlock) => RpcBlock, RegExp]>([
    ['a field that we do not know', (block) => ({ ...block, gasUsed: '0x1', shardId: '0x1' }), /has the field shardId/],
    ['a field too few', ({ mixHash: _, ...block }) => block, /without all fields of its header/],
  ])('is told to be unproven for %s', async (_what, change, reason) => {
    const check = new HeaderCheck();
    const block = await blockAt('0x1');
    check.check(block, idOf(block));

    expect(check.check(change(block), idOf(block))).toBe(false);
    expect([check.unproven, check.reason]).toEqual([1, expect.stringMatching(reason)]);
  });

  it('is told to be unproven on a chain of which none was proven yet', async () => {
    const check = new HeaderCheck();
    const block = await blockAt('0x1');

    expect(check.check({ ...block, gasUsed: '0x1' }, idOf(block))).toBe(false);
    expect(check.reason).toMatch(/is not hashed as a plain header/);
  });
});
