import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeFunctionData, zeroAddress } from 'viem';
import { revenueAllocatorAbi } from '../../generated/abi/RevenueAllocator';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses, anOrganization } from '../../testing/organization.builder';
import { ada, renderPage } from '../../testing/render-page';
import { RevenuePage } from './revenue-page';

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.rpc.eth_call = () => `0x${'5'.padStart(64, '0')}`;
  network.graphql.Organization = anOrganization();
  const position = { txHash: `0x${'0e'.repeat(32)}`, blockAt: '2026-01-01T00:00:00Z' };
  const shares = [
    { account: addresses.timelock, amount: '8' },
    { account: ada, amount: '2' },
  ];
  network.graphql.Revenue = {
    organization: {
      id: 'mandate',
      addresses,
      revenue: {
        totals: [{ token: zeroAddress, received: '10', allocated: '10', claimed: '0' }],
        allocations: { nodes: [{ token: zeroAddress, policyVersion: 1, amount: '10', shares, position }] },
      },
    },
  };
});

describe('RevenuePage', () => {
  it('lets anyone pay out the share of a contract, which cannot ask for it', async () => {
    await renderPage(<RevenuePage />, { isConnected: true });
    await userEvent.click(await screen.findByRole('button', { name: 'Pay out ETH to Treasury' }));
    await screen.findByText(/Paid out/);
    const args = [zeroAddress, addresses.timelock] as const;
    expect(network.sent[0]?.data).toBe(encodeFunctionData({ abi: revenueAllocatorAbi, functionName: 'claim', args }));
  });

  it('offers to split MND before any was seen: a plain transfer leaves no event', async () => {
    await renderPage(<RevenuePage />, { isConnected: true });
    expect(await screen.findByRole('button', { name: 'Split MND' })).toBeTruthy();
  });
});
