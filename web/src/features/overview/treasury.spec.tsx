import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import {
  decodeFunctionData,
  encodeFunctionResult,
  erc20Abi,
  type Hex,
  maxUint256,
  numberToHex,
  parseEther,
  zeroAddress,
} from 'viem';
import { treasuryTimelockAbi } from '../../generated/abi/TreasuryTimelock';
import { FakeNetwork } from '../../testing/fake-network';
import { anOrganization } from '../../testing/organization.builder';
import { renderPage } from '../../testing/render-page';
import { Treasury } from './treasury';

const abi = [...treasuryTimelockAbi, ...erc20Abi] as const;
const { organization } = anOrganization();

/** What the views answer of ETH and of MND. */
type Answers = Record<string, { ether: unknown; token: unknown }>;
let answers: Answers;

beforeEach(() => {
  const network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
  answers = {
    outflowCap: { ether: parseEther('10'), token: parseEther('340000') },
    outflowAvailable: { ether: parseEther('2.5'), token: parseEther('340000') },
    pendingOutflowCap: { ether: [0n, 0n], token: [0n, 0n] },
    balanceOf: { ether: 0n, token: parseEther('3400000') },
  };
  network.rpc.eth_getBalance = () => numberToHex(parseEther('12'));
  network.rpc.eth_call = ([call]) => {
    const { functionName, args } = decodeFunctionData({ abi, data: (call as { data: Hex }).data });
    const asset = args?.[0] === zeroAddress ? 'ether' : 'token';
    return encodeFunctionResult({ abi, functionName, result: answers[functionName]?.[asset] } as never);
  };
});

describe('Treasury', () => {
  it('says what it holds and what may leave now', async () => {
    await renderPage(<Treasury organization={organization} />);

    expect(await screen.findByText('2.5 of 10 ETH may leave now.')).toBeTruthy();
    expect(screen.getByText('12 ETH')).toBeTruthy();
    expect(await screen.findByText('340,000 of 340,000 MND may leave now.')).toBeTruthy();
    expect(screen.getByText('3,400,000 MND')).toBeTruthy();
  });

  it('warns of a raise that was voted, and of an asset without a cap', async () => {
    answers.outflowCap = { ether: parseEther('10'), token: maxUint256 };
    answers.outflowAvailable = { ether: parseEther('10'), token: maxUint256 };
    answers.pendingOutflowCap = { ether: [maxUint256, 4_000_000_000n], token: [0n, 0n] };
    await renderPage(<Treasury organization={organization} />);

    expect(await screen.findByText('No cap: one vote can carry all of it out.')).toBeTruthy();
    expect(await screen.findByText(/^The cap goes in /)).toBeTruthy();
  });

  it('is not there for a timelock that knows no caps', async () => {
    const addresses = { ...organization.addresses, policyRegistry: null };
    await renderPage(<Treasury organization={{ ...organization, addresses }} />);

    expect(screen.queryByText('Treasury')).toBeNull();
  });
});
