import { formatAmount } from '../../lib/format';
import type { Problems } from './draft-call';

export interface CheckedDraft {
  title: string;
  problems: Problems;
  proposer: { votes: bigint; liveProposal: { title: string } | null } | null;
  proposalThreshold: bigint;
}

/** One rule that a draft has to meet before it is worth a signature. `passed` null: not known yet. */
export interface DraftCheck {
  name: string;
  passed: boolean | null;
  detail: string;
}

const checks: ((draft: CheckedDraft) => DraftCheck)[] = [
  ({ problems: { unchanged, ...wrong } }) => {
    const count = Object.keys(wrong).length;
    return {
      name: 'The form is complete',
      passed: count === 0 && !unchanged,
      detail: count > 0 ? `${count} to put right.` : (unchanged ?? 'Every value is within its bounds.'),
    };
  },
  ({ title }) => ({
    name: 'It has a title',
    passed: title.trim().length > 0,
    detail: title.trim() ? 'Voters see it first.' : 'Say in a few words what it is about.',
  }),
  ({ proposer, proposalThreshold }) => ({
    name: 'Enough votes to propose',
    passed: proposer && proposer.votes >= proposalThreshold,
    detail: proposer
      ? `${formatAmount(proposer.votes)} of ${formatAmount(proposalThreshold)} needed.`
      : 'Connect a wallet to see.',
  }),
  ({ proposer }) => ({
    name: 'No other live proposal of yours',
    passed: proposer && proposer.liveProposal === null,
    detail: !proposer
      ? 'Connect a wallet to see.'
      : proposer.liveProposal
        ? `"${proposer.liveProposal.title}" has not ended yet.`
        : 'One at a time, for every account.',
  }),
];

/** All checks of a draft, in the order in which a person can put them right. */
export function checkDraft(draft: CheckedDraft): DraftCheck[] {
  return checks.map((check) => check(draft));
}
