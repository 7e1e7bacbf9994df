import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { renderPage } from '../testing/render-page';
import { TransactionStatus } from './transaction-status';

const hash = `0x${'ab'.repeat(32)}` as const;

describe('TransactionStatus', () => {
  it('does not call undone what is on chain, though the API cannot show it', async () => {
    await renderPage(
      <TransactionStatus state={{ step: 'done', hash, isShown: false }} done="Your vote is recorded." />,
    );
    expect(screen.getByText('It is on chain.')).toBeTruthy();
    expect(screen.getByText(/do not send it again/)).toBeTruthy();
    expect(screen.queryByText('Not done')).toBeNull();
  });
});
