import { Badge, type Tone } from './badge';

const proposalStates = {
  PENDING: ['Pending', 'neutral'],
  ACTIVE: ['Voting open', 'accent'],
  CANCELED: ['Canceled', 'miss'],
  DEFEATED: ['Defeated', 'miss'],
  SUCCEEDED: ['Succeeded', 'pass'],
  QUEUED: ['Queued', 'canary'],
  EXPIRED: ['Expired', 'neutral'],
  EXECUTED: ['Executed', 'pass'],
} as const satisfies Record<string, readonly [string, Tone]>;

const runStates = {
  OPEN: ['Open', 'accent'],
  SUBMITTED: ['Submitted', 'accent'],
  CHALLENGED: ['Challenged', 'canary'],
  CANARY: ['Canary', 'canary'],
  ACTIVE: ['Active', 'pass'],
  REJECTED: ['Rejected', 'miss'],
  FAILED: ['Failed', 'miss'],
  ROLLED_BACK: ['Rolled back', 'miss'],
  SUPERSEDED: ['Superseded', 'neutral'],
} as const satisfies Record<string, readonly [string, Tone]>;

const movingRunStates: readonly string[] = ['OPEN', 'SUBMITTED', 'CHALLENGED', 'CANARY'];

export function ProposalStateBadge({ state }: { state: keyof typeof proposalStates }) {
  const [label, tone] = proposalStates[state];
  return (
    <Badge tone={tone} isLive={state === 'ACTIVE'}>
      {label}
    </Badge>
  );
}

export function RunStateBadge({ state }: { state: keyof typeof runStates }) {
  const [label, tone] = runStates[state];
  return (
    <Badge tone={tone} isLive={movingRunStates.includes(state)}>
      {label}
    </Badge>
  );
}
