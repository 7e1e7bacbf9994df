import { formatAmount, formatCount } from '../../lib/format';
import type { Problems } from './draft-call';
import type { DryRun } from './use-dry-run';

/** More than anybody reads; a block has room for little more. */
export const maximumReasons = 20_000;

export interface CheckedDraft {
  title: string;
  reasons: string;
  /** Whether the call that is shown was decoded from exactly the bytes that would be signed. */
  isDecoded: boolean;
  /** How the call would end now; null: not known yet. */
  dryRun: DryRun | null;
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
  ({ isDecoded }) => ({
    name: 'The call is read back',
    passed: isDecoded || null,
    detail: isDecoded
      ? 'What is shown was decoded from the bytes that you sign.'
      : 'Known when the API has decoded it.',
  }),
  ({ dryRun }) => ({
    name: 'It can be carried out',
    passed: dryRun && dryRun.refusal === null,
    detail: !dryRun
      ? 'Known when the call has been tried.'
      : (dryRun.refusal ?? 'Tried on the chain as it is now, as the timelock would send it.'),
  }),
  ({ title, reasons }) => ({
    name: 'It has a title',
    passed: title.trim().length > 0 && reasons.length <= maximumReasons,
    detail:
      reasons.length > maximumReasons
        ? `The reasons have ${formatCount(reasons.length)} characters; at most ${formatCount(maximumReasons)}.`
        : title.trim()
          ? 'Voters see it first.'
          : 'Say in a few words what it is about.',
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
