import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { renderPage } from '../testing/render-page';
import { Timeline } from './timeline';

const now = new Date('2026-01-01T12:00:00Z');
const anEvent = { at: '2026-01-01T12:00:02Z', txHash: null, actor: null };

it('does not say of what has happened that it is yet to come', async () => {
  const events = [
    { ...anEvent, kind: 'Activated', isFuture: false },
    { ...anEvent, kind: 'VoteEnd', isFuture: true },
  ];
  await renderPage(<Timeline events={events} now={now} />);
  expect(screen.getByText('Activated').parentElement?.textContent).toBe('Activatednow');
  expect(screen.getByText('Vote end').parentElement?.textContent).toMatch(/^Vote endin 2\ss$/);
});
