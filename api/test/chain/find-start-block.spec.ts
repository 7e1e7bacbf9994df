import { describe, expect, it } from '@jest/globals';
import { ZeroAddress } from 'ethers';
import { ContractProbe } from '../../src/chain/dialects/contract-probe.js';
import { findStartBlock } from '../../src/chain/dialects/find-start-block.js';

const contracts = {
  governor: '0x00000000000000000000000000000000000000A1',
  token: '0x00000000000000000000000000000000000000A2',
  timelock: ZeroAddress,
};

/** A node on which each address has code from a block on, and that keeps no state below `oldest`. */
function aProbe(created: Record<string, number>, oldest = 0) {
  const asked: number[] = [];
  const send = async (_method: string, [address, tag]: unknown[]) => {
    const number = Number(tag);
    asked.push(number);
    if (number < oldest) throw new Error('missing trie node 1234 (path ) state is not available');
    return number >= (created[address as string] ?? Number.POSITIVE_INFINITY) ? '0x6000' : '0x';
  };
  return { probe: new ContractProbe({ send }), asked };
}

describe('findStartBlock', () => {
  it('finds the block of the first contract', async () => {
    const { probe, asked } = aProbe({ [contracts.governor]: 17_000_001, [contracts.token]: 9_601_359 });

    expect(await findStartBlock(probe, contracts, 23_000_000)).toBe(9_601_359);
    expect(asked.length).toBeLessThan(60);
  });

  it.each([0, 1, 1000])('finds block %i', async (block) => {
    const { probe } = aProbe({ [contracts.governor]: block, [contracts.token]: 1000 });

    expect(await findStartBlock(probe, contracts, 1000)).toBe(block);
  });

  it('says nothing when the node keeps no old states', async () => {
    const { probe } = aProbe({ [contracts.governor]: 5, [contracts.token]: 7 }, 900);

    expect(await findStartBlock(probe, contracts, 1000)).toBeNull();
  });
});
