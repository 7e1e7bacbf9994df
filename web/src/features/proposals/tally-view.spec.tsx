import { describe, expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import type { Tally } from './proposal.query';
import { TallyView } from './tally-view';

const votes = (count: number) => (BigInt(count) * 10n ** 18n).toString();

function aTally(part: Partial<Tally> = {}): Tally {
  return {
    for: votes(0),
    against: votes(0),
    abstain: votes(0),
    quorum: votes(100),
    quorumReached: false,
    approvalBps: 0,
    requiredApprovalBps: 5000,
    voters: 0,
    ...part,
  };
}

describe('TallyView', () => {
  it('shows what is missing to the quorum, counting For and Abstain', () => {
    render(<TallyView tally={aTally({ for: votes(30), against: votes(500), abstain: votes(20), voters: 3 })} />);
    expect(screen.getByText('50 of 100 needed')).toBeTruthy();
    expect(screen.getByText(/3 voters/)).toBeTruthy();
  });

  it('says that the quorum is reached', () => {
    render(<TallyView tally={aTally({ for: votes(120), quorumReached: true, approvalBps: 10_000 })} />);
    expect(screen.getByText('reached: 120 of 100')).toBeTruthy();
  });

  it('shows the approval beside what is needed', () => {
    render(
      <TallyView
        tally={aTally({ for: votes(60), against: votes(40), approvalBps: 6000, requiredApprovalBps: 6667 })}
      />,
    );
    expect(screen.getByText('60 % for, 66.67 % needed')).toBeTruthy();
  });

  it('does not divide by no votes', () => {
    render(<TallyView tally={aTally()} />);
    expect(screen.getByText('50 % needed')).toBeTruthy();
  });
});
