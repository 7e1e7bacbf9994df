import { describe, expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { RunStateBadge } from './state-badge';

describe('RunStateBadge', () => {
  it('calls active only what answers now', () => {
    render(
      <>
        <RunStateBadge state="ACTIVE" isInForce />
        <RunStateBadge state="ACTIVE" isInForce={false} />
      </>,
    );
    expect(screen.getAllByText('Active')).toHaveLength(1);
    expect(screen.getAllByText('Was active')).toHaveLength(1);
  });
});
