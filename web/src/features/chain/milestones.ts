export interface MilestoneSource {
  proposals: readonly {
    proposalId: string;
    title: string;
    state: string;
    voteStartAt: string;
    voteEndAt: string;
    etaAt: string | null;
  }[];
  runs: readonly {
    runId: string;
    subject: string;
    version: number;
    state: string;
    receipt: { finalizableAt: string } | null;
    canary: { endsAt: string } | null;
  }[];
}

/** A moment that something waits for. `owner` is the proposal or run it belongs to. */
export interface Milestone {
  owner: string;
  name: string;
  about: string;
  at: Date;
}

function proposalMilestone(proposal: MilestoneSource['proposals'][number]): [string, string] | null {
  if (proposal.state === 'PENDING') return ['voting opens', proposal.voteStartAt];
  if (proposal.state === 'ACTIVE') return ['voting ends', proposal.voteEndAt];
  if (proposal.state === 'QUEUED' && proposal.etaAt) return ['the timelock delay is over', proposal.etaAt];
  return null;
}

function runMilestone(run: MilestoneSource['runs'][number]): [string, string] | null {
  if (run.state === 'SUBMITTED' && run.receipt) return ['the receipt is final', run.receipt.finalizableAt];
  if (run.state === 'CANARY' && run.canary) return ['the canary ends', run.canary.endsAt];
  return null;
}

/** What lies ahead of `now`: first what belongs to `owner` (the page in view), then the soonest. */
export function milestonesOf(source: MilestoneSource, now: Date, owner: string | null): Milestone[] {
  const ofProposals = source.proposals.map((proposal) => ({
    owner: proposal.proposalId,
    about: proposal.title,
    next: proposalMilestone(proposal),
  }));
  const ofRuns = source.runs.map((run) => ({
    owner: run.runId,
    about: `Run of ${run.subject} v${run.version}`,
    next: runMilestone(run),
  }));
  return [...ofProposals, ...ofRuns]
    .flatMap((entry) =>
      entry.next ? [{ owner: entry.owner, about: entry.about, name: entry.next[0], at: new Date(entry.next[1]) }] : [],
    )
    .filter((milestone) => milestone.at >= now)
    .sort((a, b) => Number(b.owner === owner) - Number(a.owner === owner) || a.at.getTime() - b.at.getTime());
}
