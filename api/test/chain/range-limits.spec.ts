import { describe, expect, it } from '@jest/globals';
import { RpcRefusal } from '../../src/chain/json-rpc-client.js';
import { isRangeRefusal, isThrottling, shorterRange } from '../../src/chain/range-limits.js';

const refusal = (message: string, code = -32005) => new RpcRefusal({ code, message });

describe('shorterRange', () => {
  it.each([
    ['query returned more than 10000 results', 4_000, 2_000],
    ['query returned more than 10000 results. Try with this block range [0x64, 0x1f3].', 4_000, 400],
    [
      'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x0, 0x63]',
      4_000,
      100,
    ],
    ['You can make eth_getLogs requests with up to a 2K block range, or a cap of 10K logs', 4_000, 2_000],
    ['eth_getLogs is limited to a 10,000 range', 50_000, 10_000],
    ['eth_getLogs is limited to 0 - 1000 blocks range', 4_000, 1_000],
    ['exceed maximum block range: 500', 4_000, 500],
    ['ranges over 10000 blocks are not supported on freetier', 20_000, 10_000],
    ['block range is too wide', 4_000, 2_000],
    ['Block range limit exceeded.', 3, 1],
    ['invalid params: toBlock 0x1234 is too far', 4_000, 2_000],
  ])('takes from %j for %i blocks: %i', (message, length, blocks) => {
    expect(shorterRange(refusal(message), length)).toBe(blocks);
  });
});

describe('isThrottling', () => {
  it.each([
    refusal('too many requests'),
    refusal('Your app has exceeded its compute units per second capacity', 429),
    Object.assign(new Error('server response 429'), { code: 'SERVER_ERROR', response: { statusCode: 429 } }),
  ])('knows %s, which no shorter range cures', (error) => {
    expect(isThrottling(error)).toBe(true);
    expect(isRangeRefusal(error)).toBe(false);
  });

  it('does not take a limit of blocks for one', () => {
    expect(isThrottling(refusal('block range is too wide'))).toBe(false);
    expect(isRangeRefusal(refusal('block range is too wide'))).toBe(true);
  });
});
