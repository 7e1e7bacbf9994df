import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeFunctionData, pad, parseAbi } from 'viem';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses, anOrganization, modelTrack } from '../../testing/organization.builder';
import { ada, renderPage } from '../../testing/render-page';
import type { Proposal } from './proposal.query';
import { bodyOf, ProposalPage } from './proposal-page';

const descriptionHash = `0x${'0d'.repeat(32)}` as const;
const calldata = '0xdeadbeef';
const abi = parseAbi([
  'function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
]);

function aProposal(part: Partial<Proposal> = {}): Proposal {
  return {
    id: `31337:${addresses.governor}:7`,
    proposalId: '7',
    title: 'Refuse harm',
    description: `# Refuse harm\n\nPeople asked.\n\n#proposer=${ada}`,
    descriptionHash,
    state: 'ACTIVE',
    isExecutable: false,
    snapshot: '1',
    createdAt: '2026-01-01T00:00:00Z',
    voteStartAt: '2026-01-01T00:00:30Z',
    voteEndAt: '2036-01-01T00:05:00Z',
    isVoteStartEstimated: false,
    isVoteEndEstimated: false,
    etaAt: null,
    expiresAt: null,
    proposer: { address: ada },
    track: modelTrack,
    calls: [
      {
        index: 0,
        target: addresses.policyRegistry,
        targetName: 'PolicyRegistry',
        value: '0',
        calldata,
        signature: 'adoptModel(bytes)',
        decoded: null,
        trackId: 2,
        sentence: 'Fine-tunes assistant.',
      },
    ],
    tally: {
      for: '0',
      against: '0',
      abstain: '0',
      quorum: '0',
      quorumReached: false,
      approvalBps: 0,
      requiredApprovalBps: 5000,
      voters: 0,
    },
    votes: { nodes: [] },
    timeline: [],
    policies: [],
    runs: [],
    position: { txHash: `0x${'0e'.repeat(32)}` },
    ...part,
  };
}

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
  network.rpc.eth_call = () => pad('0x07', { size: 32 });
});

async function show(part: Partial<Proposal>) {
  network.graphql.Proposal = { proposal: aProposal(part) };
  await renderPage(<ProposalPage proposalId="7" renderRun={(runId) => <p>run {runId}</p>} />, { isConnected: true });
  await screen.findByRole('heading', { level: 1, name: 'Refuse harm' });
}

describe('ProposalPage', () => {
  it('shows every call in words and with its whole target', async () => {
    await show({});
    expect(screen.getByText('Fine-tunes assistant.')).toBeTruthy();
    expect(screen.getByText(addresses.policyRegistry)).toBeTruthy();
    expect(screen.getByText(calldata)).toBeTruthy();
  });

  it('offers the vote only while it is open', async () => {
    await show({ state: 'DEFEATED' });
    expect(screen.queryByRole('form', { name: 'Vote' })).toBeNull();
  });

  it('says when the end of a vote is a guess', async () => {
    await show({ state: 'ACTIVE', isVoteEndEstimated: true });
    expect(screen.getByText(/^Voting ends .*\(estimated\)$/)).toBeTruthy();
  });

  it('says how the account has voted instead of offering to vote again', async () => {
    const vote = {
      id: 'v',
      voter: { address: ada },
      support: 'FOR',
      weight: '2000000000000000000',
      reason: null,
      castAt: '2026-01-01T00:01:00Z',
      position: { txHash: `0x${'0f'.repeat(32)}` },
    } as const;
    await show({ votes: { nodes: [vote] } });
    expect(await screen.findByText(/This account voted For with 2 votes/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cast vote' })).toBeNull();
  });

  it('queues exactly what was voted', async () => {
    await show({ state: 'SUCCEEDED' });
    await userEvent.click(await screen.findByRole('button', { name: 'Queue' }));
    await screen.findByText(/It is in the timelock/);
    expect(network.sent[0]).toMatchObject({
      to: addresses.governor,
      data: encodeFunctionData({
        abi,
        functionName: 'queue',
        args: [[addresses.policyRegistry], [0n], [calldata], descriptionHash],
      }),
    });
  });

  it('waits with the execution until the delay is over', async () => {
    await show({ state: 'QUEUED', etaAt: '2036-01-01T00:00:00Z' });
    expect((await screen.findByRole('button', { name: 'Execute' })).hasAttribute('disabled')).toBe(true);
  });

  it('shows the run that it leads to in the same view', async () => {
    await show({ state: 'EXECUTED', runs: [{ runId: '0x0a' }] });
    expect(screen.getByText('run 0x0a')).toBeTruthy();
  });

  it('says so when there is no such proposal', async () => {
    network.graphql.Proposal = { proposal: null };
    await renderPage(<ProposalPage proposalId="7" renderRun={() => null} />);
    expect(await screen.findByRole('heading', { name: 'No such proposal' })).toBeTruthy();
  });
});

describe('the body of a description', () => {
  it('leaves out the title and the proposer', () => {
    expect(bodyOf(`# Title\n\nReasons\n\n#proposer=${ada}`)).toBe('Reasons');
    expect(bodyOf(`# Title\n\n#proposer=${ada}`)).toBe('');
  });
});
