import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chainsOf, readOrganizations } from '../../src/config/organizations.js';

const file = path.resolve(import.meta.dirname, '../../../docs/examples/organizations.yaml');

describe('the example of well-known DAOs', () => {
  it('is a configuration that processes start with', () => {
    const organizations = readOrganizations(file);

    expect(organizations.map(({ slug }) => slug)).toEqual(['compound-bravo', 'uniswap', 'ens']);
    expect(chainsOf(organizations).map(({ chainId }) => chainId)).toEqual([1]);
    for (const { startBlock } of organizations) expect(startBlock).toBeGreaterThan(0);
  });

  it('names addresses by their checksums, so that a slip of the pen shows', () => {
    const written = [...readFileSync(file, 'utf8').matchAll(/"(0x[0-9a-fA-F]{40})"/g)].map(([, address]) => address);
    const read = readOrganizations(file).flatMap(({ governor, token, timelock }) => [governor, token, timelock]);

    expect(written).toEqual(read);
  });
});
