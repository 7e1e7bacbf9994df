import { describe, expect, it } from '@jest/globals';
import { chainsOf, type OrganizationConfig } from '../../src/config/organizations.js';

const listed = (verify?: 'recent' | 'all') =>
  ({ chainId: 1, rpcUrls: ['https://one.example'], finalityBlocks: 64, verify }) as OrganizationConfig;

describe('what is verified of a chain', () => {
  it('is what may still move where nothing else is asked for', () => {
    expect(chainsOf([listed()])).toMatchObject([{ verify: 'recent' }]);
  });

  it('is everything as soon as one of its organizations wants it', () => {
    expect(chainsOf([listed(), listed('all'), listed('recent')])).toMatchObject([{ verify: 'all' }]);
  });
});
