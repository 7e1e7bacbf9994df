import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chainsOf, readOrganizations } from '../../src/config/organizations.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quorum-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const address = (digit: number) => `0x${String(digit).repeat(40)}`;

/** The chains of a file that lists one organization for each of these. */
function chains(...listed: { rpcUrls: string[]; rpcQuorum?: number }[]) {
  const organizations = listed.map((one, at) => {
    const contracts = { governor: address(at + 1), token: address(8), timelock: address(9) };
    return { slug: `dao-${at}`, name: 'A DAO', chainId: 1, ...contracts, ...one };
  });
  const file = path.join(folder, 'organizations.json');
  writeFileSync(file, JSON.stringify({ organizations }));
  return chainsOf(readOrganizations(file));
}

const [one, two] = ['https://one.example', 'https://two.example'];

describe('the quorum of a chain', () => {
  it('is one address where none is asked for', () => {
    expect(chains({ rpcUrls: [one] })).toMatchObject([{ rpcQuorum: 1 }]);
  });

  it('is the strictest of its organizations, over the addresses of all', () => {
    expect(chains({ rpcUrls: [one], rpcQuorum: 2 }, { rpcUrls: [two] })).toMatchObject([
      { rpcUrls: [one, two], rpcQuorum: 2 },
    ]);
  });

  it('is refused when there are not so many addresses', () => {
    expect(() => chains({ rpcUrls: [one], rpcQuorum: 2 })).toThrow(
      /: rpcQuorum of chain 1 is 2, and rpcUrls has 1 http addresses for it\.$/,
    );
  });
});
