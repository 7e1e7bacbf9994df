import { describe, expect, it } from '@jest/globals';
import { type Abi, encodeAbiParameters, type Hex, parseAbi } from 'viem';
import { compare, type ViewSource } from '../../src/audit/comparison.js';
import type { Answer } from '../../src/audit/multicall-program.js';
import { type Check, cell, type Value, viewsOf } from '../../src/audit/view.js';

const view = viewsOf(
  parseAbi([
    'function amount(address account) view returns (uint256)',
    'function older(address account) view returns (uint256)',
  ]) as Abi,
);
const TOKEN = '0x00000000000000000000000000000000000000a1';
const OF = '0x00000000000000000000000000000000000000A2';
const number = (value: bigint): Answer => ({
  isReverted: false,
  data: encodeAbiParameters([{ type: 'uint256' }], [value]),
});

/** Answers the calls one after the other. */
const saying = (...answers: Answer[]): ViewSource => ({
  read: async (calls) => calls.map(() => answers.shift() as Answer),
});

const checkOf = (indexed: Value, changes: Partial<Check> = {}): Check => ({
  what: 'account 0xa2',
  views: [view(TOKEN, 'amount', OF)],
  cells: [cell('balance', indexed)],
  ...changes,
});

describe('a comparison', () => {
  it('counts what is equal and names what is not, with both sides', async () => {
    const compared = await compare([checkOf(5n), checkOf(6n)], saying(number(5n), number(5n)));

    expect(compared).toEqual({
      cells: 2,
      differences: [{ what: 'account 0xa2', cell: 'balance', indexed: '6', chain: '5' }],
    });
  });

  it.each<[string, Value]>([
    ['a time in seconds', new Date(5_000)],
    ['a number', 5],
    ['a text', '5'],
  ])('takes %s for the amount that it is', async (_name, indexed) => {
    expect((await compare([checkOf(indexed)], saying(number(5n)))).differences).toEqual([]);
  });

  it('takes addresses and hashes as equal whatever their case, and other texts not', async () => {
    const same = (indexed: string, chain: string) =>
      compare([{ what: '', views: [], cells: [{ name: '', indexed, onChain: () => chain }] }], saying());

    expect((await same('0xAB', '0xab')).differences).toEqual([]);
    expect((await same('Active', 'ACTIVE')).differences).toHaveLength(1);
  });

  it('asks the next view where a contract lacks the first', async () => {
    const check = checkOf(5n, { views: [view(TOKEN, 'amount', OF), view(TOKEN, 'older', OF)] });

    expect((await compare([check], saying({ isReverted: true, data: '0x' }, number(5n)))).differences).toEqual([]);
  });

  it('asks a contract only once for a function that it lacks', async () => {
    const check = checkOf(5n, { views: [view(TOKEN, 'amount', OF), view(TOKEN, 'older', OF)] });
    const lacking = new Set<string>();
    await compare([check], saying({ isReverted: true, data: '0x' }, number(5n)), lacking);

    const asked: number[] = [];
    const source: ViewSource = {
      read: async (calls) => {
        asked.push(calls.length);
        return calls.map(() => number(5n));
      },
    };
    expect((await compare([check, check], source, lacking)).differences).toEqual([]);
    expect(asked).toEqual([2]);
  });

  it('is a difference where the contract lacks every view, unless it may', async () => {
    const lacking = () => saying({ isReverted: false, data: '0x' });

    expect((await compare([checkOf(5n)], lacking())).differences).toMatchObject([{ chain: 'no such view' }]);
    expect(await compare([checkOf(5n, { isOptional: true })], lacking())).toEqual({ cells: 0, differences: [] });
  });

  it('is a difference where the view reverts, also where it may be lacking', async () => {
    const reverting = saying({ isReverted: true, data: '0xdeadbeef' as Hex });

    const { differences } = await compare([checkOf(5n, { isOptional: true })], reverting);

    expect(differences).toMatchObject([{ indexed: '5', chain: 'reverts with 0xdeadbeef' }]);
  });

  it('is a difference where what is indexed is no possible argument', async () => {
    const check = checkOf(5n, { views: [view(TOKEN, 'amount', 'nobody')] });

    const { differences } = await compare([check], saying());

    expect(differences[0]?.chain).toMatch(/^amount takes no such argument/);
  });
});
