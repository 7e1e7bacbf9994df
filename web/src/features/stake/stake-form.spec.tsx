import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeFunctionData, numberToHex, pad, parseAbi } from 'viem';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses } from '../../testing/organization.builder';
import { ada, renderPage } from '../../testing/render-page';
import { StakeForm } from './stake-form';

const abi = parseAbi([
  'function approve(address spender, uint256 value) returns (bool)',
  'function stake(uint256 amount)',
]);
const account = {
  address: ada,
  votes: '0',
  staked: '0',
  balance: '1000000000000000000000',
  cooling: '0',
  withdrawableAt: null,
  delegate: null,
  delegatorsCount: 0,
} as const;
const form = <StakeForm account={account} mandateToken={addresses.mandateToken} stakedMandate={addresses.token} />;
const amount = 12_500_000_000_000_000_000n;

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
});

/** What the token answers to allowance, and to everything else: a word that reads as true and as a number. */
function allow(value: bigint) {
  network.rpc.eth_call = () => pad(numberToHex(value), { size: 32 });
}

async function stake(text: string) {
  await renderPage(form, { isConnected: true });
  await userEvent.type(screen.getByLabelText('Amount to stake'), text);
  await userEvent.click(screen.getByRole('button', { name: 'Stake' }));
}

describe('StakeForm', () => {
  it('approves exactly the amount, then stakes it', async () => {
    allow(1n);
    await stake('12.5');
    await screen.findByText(/Staked: these are votes now/);
    expect(network.sent.map(({ to, data }) => ({ to, data }))).toEqual([
      {
        to: addresses.mandateToken,
        data: encodeFunctionData({ abi, functionName: 'approve', args: [addresses.token, amount] }),
      },
      { to: addresses.token, data: encodeFunctionData({ abi, functionName: 'stake', args: [amount] }) },
    ]);
  });

  it('does not ask for an approval that is there', async () => {
    allow(amount);
    await stake('12.5');
    await screen.findByText(/Staked: these are votes now/);
    expect(network.sent).toHaveLength(1);
  });

  it.each([
    ['1001', 'At most 1,000.'],
    ['0', 'More than zero.'],
    ['lots', 'An amount, for example 1250.5.'],
  ])('refuses %s before anything is sent', async (text, message) => {
    await stake(text);
    expect(await screen.findByText(message)).toBeTruthy();
    expect(network.sent).toHaveLength(0);
  });
});
