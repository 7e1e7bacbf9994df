import { describe, expect, it } from '@jest/globals';
import { concat, type Hex, numberToHex } from 'viem';
import { PROGRAM, packCalls, unpackAnswers } from '../../src/audit/multicall-program.js';

const to = '0x00000000000000000000000000000000000000a1';
const answer = (data: Hex, isReverted = false): Hex => {
  const length = BigInt((data.length - 2) / 2);
  return concat([numberToHex((isReverted ? 0n : 1n << 255n) | length, { size: 32 }), data]);
};

describe('the program that calls many contracts', () => {
  it('is assembled with its jumps at places that can be jumped to', () => {
    const bytes = Buffer.from(PROGRAM.slice(2), 'hex');
    const jumps = [...PROGRAM.matchAll(/60(..)5[67]/g)].map(([, place]) => bytes[Number.parseInt(place ?? '', 16)]);

    expect(jumps).toEqual([0x5b, 0x5b]);
  });

  it('is asked by address, length and data', () => {
    expect(packCalls([{ to, data: '0x01020304' }])).toBe(`${to}0000000401020304`);
  });

  it('answers with lengths, data, and whether each call went well', () => {
    const data = concat([answer('0x'), answer('0x01', true), answer('0x0203')]);

    expect(unpackAnswers(data, 3)).toEqual([
      { isReverted: false, data: '0x' },
      { isReverted: true, data: '0x01' },
      { isReverted: false, data: '0x0203' },
    ]);
  });

  it.each([
    ['nothing, as where no program was put', '0x', 1],
    ['too few answers', answer('0x01'), 2],
    ['too many answers', concat([answer('0x01'), answer('0x01')]), 1],
    ['a word cut short', '0x80', 1],
    ['data cut short', answer('0x0102').slice(0, -2), 1],
  ])('is not believed when it answers with %s', (_name, data, count) => {
    expect(unpackAnswers(data as Hex, count)).toBeNull();
  });
});
