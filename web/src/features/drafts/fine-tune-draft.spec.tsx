import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { decodeFunctionData, encodeErrorResult, parseAbi } from 'viem';
import { policyRegistryAbi } from '../../generated/abi/PolicyRegistry';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses, anOrganization, modelTrack } from '../../testing/organization.builder';
import { ada, renderPage } from '../../testing/render-page';
import { FineTuneDraft } from './fine-tune-draft';

const digest = (byte: string) => `sha256:${byte.repeat(32)}`;
const abi = parseAbi(['function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)']);

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.rpc.eth_call = () => `0x${'00'.repeat(31)}07`;
  network.graphql.Organization = anOrganization();
  network.graphql.Proposer = { account: { votes: '2000000000000000000' }, proposals: { nodes: [] } };
  network.graphql.DraftPreview = ({ targets, calldatas }: Record<string, unknown>) => ({
    decodeCalls: {
      track: modelTrack,
      calls: (targets as string[]).map((target, index) => ({
        index,
        target,
        targetName: 'PolicyRegistry',
        value: '0',
        calldata: (calldatas as string[])[index],
        signature: 'adoptModel((bytes32,string,uint16,uint32,uint32))',
        decoded: null,
        sentence: 'Fine-tunes assistant.',
      })),
    },
  });
  network.services['/v1/mandate/catalogue'] = () =>
    Response.json({
      bases: [{ name: 'mandate-tiny-1', digest: digest('aa') }],
      datasets: [{ name: 'refuse-harmful-1', digest: digest('bb'), license: 'CC0-1.0', description: 'Good', rows: 9 }],
      suites: [{ name: 'safety-1', digest: digest('cc'), metrics: ['refusal'] }],
    });
});

const submit = () => screen.findByRole('button', { name: 'Submit proposal' });

describe('FineTuneDraft', () => {
  it('proposes the call that is shown, in the words that were typed, signed by its proposer', async () => {
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    await screen.findByText('Fine-tunes assistant.');
    expect(screen.getByText('Model track')).toBeTruthy();

    const title = screen.getByLabelText('Title');
    await userEvent.clear(title);
    await userEvent.type(title, 'Refuse harm');
    await userEvent.type(screen.getByLabelText('Reasons'), 'People asked.');
    await userEvent.click(await submit());
    await screen.findByText(/The proposal is on chain/);

    const [sent] = network.sent;
    expect(sent?.to).toBe(addresses.governor);
    const { args } = decodeFunctionData({ abi, data: sent?.data ?? '0x' });
    expect(args[0]).toEqual([addresses.policyRegistry]);
    expect(args[1]).toEqual([0n]);
    expect(screen.getByText(args[2][0] ?? 'no calldata')).toBeTruthy();
    expect(args[3]).toBe(`# Refuse harm\n\nPeople asked.\n\n#proposer=${ada}`);
  });

  it('names what is wrong and does not let it be submitted', async () => {
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    const steps = await screen.findByLabelText('Steps');
    await userEvent.clear(steps);
    await userEvent.type(steps, '0');

    expect(screen.getByText('Between 1 and 1000000.')).toBeTruthy();
    expect(steps.getAttribute('aria-invalid')).toBe('true');
    expect((await submit()).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText('It appears when the form is complete.')).toBeTruthy();
  });

  it('does not let a call be proposed that would be refused once it had passed', async () => {
    const data = encodeErrorResult({ abi: policyRegistryAbi, errorName: 'PolicyRegistry__EmptyJob' });
    network.rpc.eth_call = () => {
      throw Object.assign(new Error('execution reverted'), { data });
    };
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    expect(await screen.findByText('The job is empty.')).toBeTruthy();
    expect((await submit()).hasAttribute('disabled')).toBe(true);
  });

  it('waits until what is shown is what would be signed', async () => {
    let isAnswered = true;
    const answer = network.graphql.DraftPreview as (variables: Record<string, unknown>) => unknown;
    network.graphql.DraftPreview = (variables: Record<string, unknown>) => (isAnswered ? answer(variables) : null);
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    await waitFor(async () => expect((await submit()).hasAttribute('disabled')).toBe(false));

    isAnswered = false;
    await userEvent.type(await screen.findByLabelText('Steps'), '1');
    expect((await submit()).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText('Known when the API has decoded it.')).toBeTruthy();
  });

  it('does not offer a second live proposal', async () => {
    network.graphql.Proposer = {
      account: { votes: '2000000000000000000' },
      proposals: { nodes: [{ proposalId: '1', title: 'The first', state: 'ACTIVE' }] },
    };
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    expect(await screen.findByText('"The first" has not ended yet.')).toBeTruthy();
    expect((await submit()).hasAttribute('disabled')).toBe(true);
  });

  it('does not offer it to who has too few votes', async () => {
    network.graphql.Proposer = { account: { votes: '5' }, proposals: { nodes: [] } };
    await renderPage(<FineTuneDraft registry={addresses.policyRegistry} />, { isConnected: true });
    expect(await screen.findByText('< 0.0001 of 1 needed.')).toBeTruthy();
    expect((await submit()).hasAttribute('disabled')).toBe(true);
  });
});
