import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeErrorResult, encodeFunctionData, parseAbi } from 'viem';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses } from '../../testing/organization.builder';
import { ada, renderPage } from '../../testing/render-page';
import { VoteForm } from './vote-form';

const proposalId = '98765432109876543210987654321098765432109876543210';
const form = <VoteForm governor={addresses.governor} proposalId={proposalId} />;
const abi = parseAbi([
  'function castVoteWithReason(uint256 proposalId, uint8 support, string reason) returns (uint256)',
  'error GovernorAlreadyCastVote(address voter)',
]);

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.rpc.eth_call = () => `0x${'00'.repeat(32)}`;
});

describe('VoteForm', () => {
  it('sends exactly the vote and the reason that were given', async () => {
    await renderPage(form, { isConnected: true });

    await userEvent.click(screen.getByRole('radio', { name: 'Against' }));
    await userEvent.type(screen.getByLabelText('Reason (optional)'), '  too early  ');
    await userEvent.click(screen.getByRole('button', { name: 'Cast vote' }));

    await screen.findByText(/Your vote is recorded/);
    expect(network.sent).toHaveLength(1);
    expect(network.sent[0]).toMatchObject({
      to: addresses.governor,
      data: encodeFunctionData({ abi, functionName: 'castVoteWithReason', args: [BigInt(proposalId), 0, 'too early'] }),
    });
    expect(network.sent[0]?.from.toLowerCase()).toBe(ada.toLowerCase());
  });

  it('asks for a choice before anything is sent', async () => {
    await renderPage(form, { isConnected: true });
    await userEvent.click(screen.getByRole('button', { name: 'Cast vote' }));

    expect(screen.getByRole('alert').textContent).toBe('Choose For, Against or Abstain.');
    expect(network.sent).toHaveLength(0);
  });

  it('says in words why the contract refuses, and sends nothing', async () => {
    network.rpc.eth_call = () => {
      const data = encodeErrorResult({ abi, errorName: 'GovernorAlreadyCastVote', args: [ada] });
      throw Object.assign(new Error('execution reverted'), { data });
    };
    await renderPage(form, { isConnected: true });

    await userEvent.click(screen.getByRole('radio', { name: 'For' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cast vote' }));

    expect(await screen.findByText('This account has voted on this proposal already.')).toBeTruthy();
    expect(network.sent).toHaveLength(0);
  });

  it('offers to connect when no wallet is', async () => {
    await renderPage(form);
    expect(screen.getByRole('button', { name: 'Connect a wallet to vote' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cast vote' })).toBeNull();
  });
});
