import { describe, expect, it } from '@jest/globals';
import { concat, type Hex, numberToHex } from 'viem';
import { BlockGone, EndpointsSilent, StateMissing, ViewRefused } from '../../src/audit/audit-errors.js';
import { type Call, PROGRAM_ADDRESS } from '../../src/audit/multicall-program.js';
import { PinnedViews } from '../../src/audit/pinned-views.js';

type Payload = { id: number; params: [{ to: string; data: Hex }, unknown, unknown?] };
type Endpoint = Parameters<typeof PinnedViews.at>[0];

const block = { number: 7, hash: `0x${'7'.repeat(64)}` };
const calls: Call[] = Array.from({ length: 300 }, (_, at) => ({
  to: '0x00000000000000000000000000000000000000a1',
  data: numberToHex(at + 1, { size: 4 }),
}));
const expected = calls.map(({ data }) => ({ isReverted: false, data: `${data}ff` }));

/** An endpoint whose contract answers every call with its data and one byte more. */
class FakeEndpoint {
  readonly requests: Payload[][] = [];
  hash: string | null = block.hash;
  addressesCount = 1;
  distrusted = 0;
  /** Which address keeps all states. */
  archiveAt = -1;
  takesOverrides = true;
  takesHashes = true;
  mostCalls = 1_000;
  mostPayloads = 1_000;
  failure: { code: number; message: string } | null = null;
  /** Calls that fail when they are not alone. */
  shy: Hex | null = null;

  get endpoint(): Endpoint {
    return {
      chainId: 1,
      findBlock: async () =>
        this.hash === null ? null : { ...block, hash: this.hash, parentHash: '0x', timestamp: 0 },
      distrust: () => {
        this.distrusted += 1;
        if (this.distrusted === this.archiveAt) this.failure = null;
      },
      provider: {
        addressesCount: this.addressesCount,
        _send: async (payload: unknown) => this.answer([payload].flat() as Payload[]),
      },
    } as unknown as Endpoint;
  }

  private answer(payloads: Payload[]): unknown[] {
    this.requests.push(payloads);
    if (payloads.length > this.mostPayloads) return [{ id: null, error: { code: -32600, message: 'batch too large' } }];
    return payloads.map(({ id, params }) => ({ id, ...this.answerOne(params) })).reverse();
  }

  private answerOne([{ to, data }, tag, override]: Payload['params']): object {
    if (this.failure) return { error: this.failure };
    if (!this.takesHashes && typeof tag === 'object') return { error: { code: -32602, message: 'invalid argument 1' } };
    if (to !== PROGRAM_ADDRESS) return { result: `${data}ff` };
    if (!override || !this.takesOverrides) return { result: '0x' };
    const inner = unpacked(data);
    if (inner.length > this.mostCalls) return { error: { code: -32000, message: 'out of resources' } };
    return { result: concat(inner.map((one) => this.inOne(one))) };
  }

  private inOne(data: Hex): Hex {
    const isFailed = data === this.shy;
    return isFailed
      ? numberToHex(0, { size: 32 })
      : concat([numberToHex((1n << 255n) | 5n, { size: 32 }), `${data}ff`]);
  }
}

/** The data of each packed call: all of them have 4 bytes. */
const unpacked = (data: Hex): Hex[] => (data.slice(2).match(/.{56}/g) ?? []).map((call): Hex => `0x${call.slice(48)}`);

const endpointWith = (changes: Partial<FakeEndpoint>) => Object.assign(new FakeEndpoint(), changes);

describe('views at one block', () => {
  it('are asked many at a time, at the block of that hash', async () => {
    const fake = new FakeEndpoint();
    const views = await PinnedViews.at(fake.endpoint, block);

    expect(await views.read(calls)).toEqual(expected);
    expect(fake.requests).toHaveLength(3);
    expect(fake.requests.flat().map(({ params }) => params[1])).toEqual(Array(3).fill({ blockHash: block.hash }));
  });

  it.each([
    ['gives no room for so many', { mostCalls: 40 }],
    ['knows no overrides', { takesOverrides: false }],
    ['knows neither overrides nor batches', { takesOverrides: false, mostPayloads: 1 }],
    ['knows no block by its hash', { takesHashes: false }],
  ])(
    'are all answered where the endpoint %s',
    async (_name, changes) => {
      const views = await PinnedViews.at(endpointWith(changes).endpoint, block);

      expect(await views.read(calls)).toEqual(expected);
    },
    60_000,
  );

  it('count as failed only when they fail alone, too', async () => {
    const fake = endpointWith({ shy: calls[3]?.data ?? null });
    const views = await PinnedViews.at(fake.endpoint, block);

    expect(await views.read(calls)).toEqual(expected);
  });

  it('are refused when the block is not on the chain, before and after', async () => {
    await expect(PinnedViews.at(endpointWith({ hash: '0x1' }).endpoint, block)).rejects.toBeInstanceOf(BlockGone);
    await expect(PinnedViews.at(endpointWith({ hash: null }).endpoint, block)).rejects.toBeInstanceOf(BlockGone);

    const fake = new FakeEndpoint();
    const views = await PinnedViews.at(fake.endpoint, block);
    fake.hash = '0x2';
    await expect(views.finish()).rejects.toBeInstanceOf(BlockGone);
  });

  it.each([
    'missing trie node 2f4b (path ) state 0x2f4b is not available',
    'required historical state unavailable (reexec=128)',
    'state at block #7 is pruned',
    'historical state 2f4b is not available',
    'BlockOutOfRangeError: block height is 90 but requested was 7',
  ])('name an archive node when the endpoint says "%s"', async (message) => {
    const fake = endpointWith({ failure: { code: -32000, message } });

    const refusal = PinnedViews.at(fake.endpoint, block);

    await expect(refusal).rejects.toBeInstanceOf(StateMissing);
    await expect(refusal).rejects.toThrow(/state of block 7 .*: name an archive node in rpcUrls/);
  });

  it('are those of the address that keeps the state, be it the last', async () => {
    const failure = { code: -32000, message: 'missing trie node' };
    const fake = endpointWith({ failure, addressesCount: 3, archiveAt: 2 });

    const views = await PinnedViews.at(fake.endpoint, block);

    expect(await views.read(calls)).toEqual(expected);
    const none = endpointWith({ failure, addressesCount: 3 });
    await expect(PinnedViews.at(none.endpoint, block)).rejects.toBeInstanceOf(StateMissing);
  });

  it('say what the endpoint says when it refuses everything', async () => {
    const fake = endpointWith({ failure: { code: -32601, message: 'eth_call is not for you' } });

    await expect(PinnedViews.at(fake.endpoint, block)).rejects.toThrow(ViewRefused);
    await expect(PinnedViews.at(fake.endpoint, block)).rejects.toThrow(/"eth_call is not for you"/);
  });

  it('say that no endpoint answers', async () => {
    const endpoint = {
      chainId: 1,
      provider: { addressesCount: 1 },
      findBlock: () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })),
    };

    const refusal = PinnedViews.at(endpoint as unknown as Endpoint, block);

    await expect(refusal).rejects.toThrow(EndpointsSilent);
    await expect(refusal).rejects.toThrow('chain 1: no address of rpcUrls answers (ECONNREFUSED).');
  });
});
