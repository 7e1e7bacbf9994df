import { beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryClient } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeNetwork } from '../../testing/fake-network';
import { addresses, anOrganization, modelTrack } from '../../testing/organization.builder';
import { renderPage } from '../../testing/render-page';
import { SafetyDraft } from './safety-draft';

let network: FakeNetwork;
let queries: QueryClient;
let previewed: string[];

beforeEach(async () => {
  previewed = [];
  network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
  network.graphql.DraftPreview = ({ calldatas }: Record<string, unknown>) => {
    previewed = calldatas as string[];
    return { decodeCalls: { track: modelTrack, calls: [] } };
  };
  network.graphql.Policies = {
    policies: {
      nodes: [
        {
          id: 's1',
          kind: 'SAFETY',
          subject: 'assistant',
          version: 1,
          isActive: true,
          body: {
            training: [{ metric: 'refusal', bound: 0, valueE6: '800000' }],
            canary: [{ metric: 'errorRate', bound: 1, valueE6: '50000' }],
          },
        },
      ],
    },
  };
  ({ queries } = await renderPage(<SafetyDraft registry={addresses.policyRegistry} />));
  await screen.findByDisplayValue('0.8');
});

async function setRefusal(value: string) {
  const [field] = screen.getAllByLabelText('Threshold');
  if (!field) throw new Error('no threshold');
  await userEvent.clear(field);
  await userEvent.type(field, value);
}

describe('SafetyDraft', () => {
  it('starts from what is in force, which is not worth a vote', () => {
    expect(screen.getByText('Nothing is different from what is in force.')).toBeTruthy();
    expect(screen.queryByText('Model track')).toBeNull();
  });

  it('goes by the easier track when nothing gets looser', async () => {
    await setRefusal('0.9');
    expect(screen.getByText(/easier track for tightening/)).toBeTruthy();
    expect(screen.getByLabelText('Title').getAttribute('value')).toBe('Tighten the safety thresholds of assistant');
    await screen.findByText('Model track');
    expect(previewed).toHaveLength(1);
  });

  it('says that loosening falls to the strictest track', async () => {
    await setRefusal('0.5');
    expect(screen.getByText(/falls to the strictest track/)).toBeTruthy();
  });

  it('names what is not a number', async () => {
    await setRefusal('high');
    expect(screen.getAllByText('A number with at most 6 decimals.').length).toBeGreaterThan(0);
  });

  it('names a metric that nothing measures', async () => {
    network.services['/v1/mandate/catalogue'] = () =>
      Response.json({ bases: [], datasets: [], suites: [{ name: 's', digest: 'd', metrics: ['refusal'] }] });
    await queries.invalidateQueries();
    await userEvent.type(screen.getAllByLabelText('Metric')[0] as HTMLElement, 's');
    expect(await screen.findByText('Nothing measures refusals.')).toBeTruthy();
  });

  it('keeps what was typed while the API is gone', async () => {
    await setRefusal('0.9');
    delete network.graphql.Policies;
    await queries.invalidateQueries();
    expect(screen.getByDisplayValue('0.9')).toBeTruthy();
  });

  it('is not submitted over a version that came into force meanwhile', async () => {
    await setRefusal('0.9');
    const { policies } = network.graphql.Policies as { policies: { nodes: object[] } };
    network.graphql.Policies = { policies: { nodes: policies.nodes.map((node) => ({ ...node, id: 's2' })) } };
    await queries.invalidateQueries();
    expect(await screen.findByText(/Another version came into force/)).toBeTruthy();
    expect(screen.getByDisplayValue('0.9')).toBeTruthy();
  });

  it('keeps the focus where one goes on after a row is removed', async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Remove refusal' }));
    expect(document.activeElement?.textContent).toBe('Add a threshold');
  });
});
