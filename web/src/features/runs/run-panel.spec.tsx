import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { FakeNetwork } from '../../testing/fake-network';
import { anOrganization } from '../../testing/organization.builder';
import { renderPage } from '../../testing/render-page';
import { aGate, aReceipt, aRun } from '../../testing/run.builder';
import type { Run } from './run.query';
import { RunPanel } from './run-panel';

let network: FakeNetwork;

beforeEach(() => {
  network = new FakeNetwork().install();
  network.graphql.Organization = anOrganization();
  network.graphql.ActiveModels = {
    policies: {
      nodes: [
        {
          id: 'p1',
          subject: 'assistant',
          version: 1,
          digest: `0x${'0a'.repeat(32)}`,
          isActive: true,
          proposal: null,
          run: { runId: `0x${'0b'.repeat(32)}`, receipt: { artifactDigest: `0x${'0c'.repeat(32)}`, metrics: [] } },
        },
      ],
    },
  };
});

async function show(part: Partial<Run>) {
  const run = aRun(part);
  network.graphql.Run = { run };
  await renderPage(<RunPanel runId={run.runId} />);
  return screen.findByTestId('run-panel');
}

describe('RunPanel', () => {
  it('shows step, loss and time left while the worker trains', async () => {
    const panel = await show({
      progress: {
        attempt: 1,
        phase: 'train',
        step: 60,
        steps: 80,
        loss: 0.4123,
        secondsLeft: 9.4,
        at: '2026-01-01T00:00:00Z',
      },
      losses: [
        { step: 1, loss: 2.4 },
        { step: 60, loss: 0.41 },
      ],
    });
    expect(panel.textContent).toContain('step 60 of 80');
    expect(panel.textContent).toContain('loss 0.412');
    expect(panel.textContent).toContain('about 9\u00a0s left');
    expect(screen.getByRole('progressbar', { name: 'Training steps' }).getAttribute('value')).toBe('60');
    expect(screen.getByRole('img', { name: 'Loss over 80 steps, from 2.40 to 0.41' })).toBeTruthy();
  });

  it('keeps the whole loss curve when the worker has gone on to write the revision', async () => {
    const panel = await show({
      state: 'SUBMITTED',
      receipt: aReceipt(),
      trainSeconds: 34,
      progress: {
        attempt: 1,
        phase: 'write',
        step: 1,
        steps: 1,
        loss: null,
        secondsLeft: 0,
        at: '2026-01-01T00:00:00Z',
      },
      losses: [
        { step: 1, loss: 2.4 },
        { step: 80, loss: 0.25 },
      ],
    });
    expect(panel.textContent).toContain('step 80 of 80');
    expect(panel.textContent).toContain('in 34\u00a0s');
    expect(screen.getByRole('img', { name: 'Loss over 80 steps, from 2.40 to 0.25' })).toBeTruthy();
  });

  it('says which metric a refused run missed, by how much, and what still answers', async () => {
    const panel = await show({
      state: 'REJECTED',
      receipt: aReceipt(),
      gates: [aGate('training', [['helpfulness', 'atLeast', '0.95', '0.41']])],
      misses: [
        {
          metric: 'helpfulness',
          isMissing: false,
          bound: 'atLeast',
          value: '0.41',
          threshold: '0.95',
          missedBy: '0.54',
        },
      ],
    });
    expect(panel.textContent).toContain('Refused by the contract');
    expect(panel.textContent).toContain('helpfulness is 0.41; at least 0.95 was voted: missed by 0.54.');
    expect(await screen.findByText(/version 1 still answers/)).toBeTruthy();
  });

  it('says that the base model still answers when nothing was in force', async () => {
    network.graphql.ActiveModels = { policies: { nodes: [] } };
    await show({ state: 'FAILED', failure: 'the base model does not match its digest' });
    expect(screen.getByText('the base model does not match its digest')).toBeTruthy();
    expect(await screen.findByText(/the base model still answers/)).toBeTruthy();
  });

  it('links every digest of a receipt whole', async () => {
    const receipt = aReceipt();
    await show({
      state: 'ACTIVE',
      receipt,
      policy: { digest: `0x${'02'.repeat(32)}`, wasActive: true, isActive: true },
    });
    for (const digest of [receipt.artifactDigest, receipt.evaluationDigest, receipt.provenanceDigest]) {
      expect(screen.getByRole('link', { name: digest }).getAttribute('href')).toBe(`/digests/${digest}`);
    }
    expect(screen.getByText(/every user gets this revision/)).toBeTruthy();
  });

  it('says so when there is no such run', async () => {
    network.graphql.Run = { run: null };
    await renderPage(<RunPanel runId="0x99" />);
    expect(await screen.findByText('There is no run 0x99.')).toBeTruthy();
  });
});
