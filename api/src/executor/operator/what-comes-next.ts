import { isHeld } from '../steps/claim-attempt.js';
import type { RunFacts } from './run-facts.js';

/** What happens to a run by itself, or what somebody has to do. */
export function nextFor(facts: RunFacts): string[] {
  const { degraded, run, entry } = facts;
  if (degraded !== null) {
    return [
      `Next: look at mandate run repair ${degraded.chainId}, which says what it would do; with --yes it does it.`,
    ];
  }
  if (run === null) return ['Next: when the order is final in another block, the run begins anew.'];
  const sentence = entry === null ? forNewcomer(facts) : forState[entry.state]?.(facts);
  return sentence === undefined ? [] : [`Next: ${sentence}`];
}

function forNewcomer({ run }: RunFacts): string {
  if (!run?.isOrderFinal) return 'the order becomes final, then an executor writes it down and takes it.';
  if (run.state !== 'Open') return 'nothing here: it was carried out elsewhere.';
  return 'an executor writes it down with its next sweep and takes it.';
}

/** One sentence for each state of the ledger. */
const forState: Readonly<Record<string, (facts: RunFacts) => string>> = {
  Ordered: ({ run, entry }) => {
    if (entry?.request === 'cancel') return 'nothing. mandate run retry takes it again.';
    if (run?.state !== 'Open') return 'the ledger follows the chain as soon as that is final.';
    if (isHeld(run)) return `the worker ${run.worker} has it; when its time is over and it did nothing, we take it.`;
    if (run.staleAt <= run.headAt)
      return 'nothing: its time is over, nobody may take it any more. A new vote is needed.';
    return 'we take it on chain, as soon as an engine has room.';
  },
  Claimed: () => 'the job goes to the engine, as soon as it has room.',
  Training: () => 'the worker ends; its result is hashed again, stored and signed.',
  Trained: () => 'the receipt is sent, and is on chain with the next blocks.',
  Submitted: ({ run }) => {
    if (run?.state === 'Challenged')
      return 'the challenge is ruled on by the timelock, or falls when its time is over.';
    const at = run?.finalizableAt?.toISOString().slice(0, 19);
    return `the receipt is final${at ? ` at ${at}Z` : ''}, earlier with enough confirmations; then it goes to the gate.`;
  },
  Failing: () => 'the chain is told that the run failed. Until it knows, mandate run retry takes it back.',
  Orphaned: () => 'when the order is final in another block, the run begins anew.',
  Canary: () => 'the gateway measures the canary and sends it to the gate a second time.',
  Active: () => 'nothing: the revision answers.',
  Rejected: () => 'nothing: the gate refused it, for good. The event RunRejected names each threshold.',
  Failed: () => 'nothing: it has failed, for good. A new vote is needed.',
  RolledBack: () => 'nothing: the revision was taken out, for good.',
  Superseded: () => 'nothing: a newer version of the policy took its place.',
};
