import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { solidityPacked } from 'ethers';
import { type CountedVote, partSql, partsOf } from '../../src/store/vote-parts.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database?.stop());

const split = (...parts: bigint[]) =>
  Buffer.from(solidityPacked(['uint128', 'uint128', 'uint128'], parts).slice(2), 'hex');
const most = 2n ** 128n - 1n;
const aVote = (changes: Partial<CountedVote>): CountedVote => ({ support: 255, weight: 7n, params: null, ...changes });

const cases: [string, CountedVote, [bigint, bigint, bigint]][] = [
  ['against', aVote({ support: 0 }), [7n, 0n, 0n]],
  ['in favour', aVote({ support: 1, params: split(1n, 2n, 3n) }), [0n, 7n, 0n]],
  ['abstaining', aVote({ support: 2 }), [0n, 0n, 7n]],
  ['split', aVote({ params: split(1n, 2n ** 64n, 3n) }), [1n, 2n ** 64n, 3n]],
  ['split, the greatest', aVote({ params: split(most, most, most) }), [most, most, most]],
  ['split by too few bytes', aVote({ params: Buffer.alloc(47, 1) }), [0n, 0n, 0n]],
  ['split without parameters', aVote({}), [0n, 0n, 0n]],
  ['of a kind that nobody knows', aVote({ support: 9 }), [0n, 0n, 0n]],
];

describe('the parts of a vote', () => {
  it.each(cases)('are the same in code and in SQL: %s', async (_name, vote, [against, inFavour, abstain]) => {
    const [row] = await database.dataSource.query(
      `SELECT ${partSql('against')} AS against, ${partSql('for')} AS "for", ${partSql('abstain')} AS abstain
       FROM (SELECT $1::int AS support, $2::numeric AS weight, $3::bytea AS params) vote`,
      [vote.support, String(vote.weight), vote.params],
    );

    expect(partsOf(vote)).toEqual({ against, for: inFavour, abstain });
    expect(row).toEqual({ against: String(against), for: String(inFavour), abstain: String(abstain) });
  });
});
