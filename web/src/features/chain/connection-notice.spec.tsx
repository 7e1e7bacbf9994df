import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { FakeNetwork } from '../../testing/fake-network';
import { anOrganization } from '../../testing/organization.builder';
import { renderPage } from '../../testing/render-page';
import { ConnectionNotice } from './connection-notice';

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
});

describe('ConnectionNotice', () => {
  it('says that the page is old while the API is gone, and nothing once it is back', async () => {
    const { queries } = await renderPage(<ConnectionNotice />);
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    expect(screen.queryByRole('alert')).toBeNull();

    delete network.graphql.Organization;
    await queries.invalidateQueries();
    expect((await screen.findByRole('alert')).textContent).toMatch(/What you see is as of/);

    network.graphql.Organization = anOrganization();
    await queries.invalidateQueries();
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});
