import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { FakeNetwork } from '../../testing/fake-network';
import { anOrganization } from '../../testing/organization.builder';
import { renderPage } from '../../testing/render-page';
import { TxPage } from './tx-page';

const hash = `0x${'ab'.repeat(32)}`;
let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
});

describe('TxPage', () => {
  it('shows the receipt', async () => {
    await renderPage(<TxPage hash={hash} />);
    expect(await screen.findByText('Succeeded')).toBeTruthy();
    expect(screen.getByText('It left no events.')).toBeTruthy();
  });

  it('says in words that nobody knows a transaction', async () => {
    network.rpc.eth_getTransactionReceipt = () => null;
    await renderPage(<TxPage hash={hash} />);
    expect(await screen.findByText(/The chain does not know this transaction/)).toBeTruthy();
    expect(screen.queryByText(/viem/)).toBeNull();
  });

  it('does not ask the node for what is no hash', async () => {
    await renderPage(<TxPage hash="0x12" />);
    expect(screen.getByText(/hash of 0x and 64 hexadecimal digits/)).toBeTruthy();
  });
});
