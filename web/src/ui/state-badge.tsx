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

interface RunStateBadgeProps {
  state: keyof typeof runStates;
  /** Whether the policy of the run is the one in force: the contract leaves a run Active when a later one takes over. */
  isInForce: boolean;
}

export function RunStateBadge({ state, isInForce }: RunStateBadgeProps) {
  if (state === 'ACTIVE' && !isInForce) return <Badge>Was active</Badge>;
  const [label, tone] = runStates[state];
  return (
    <Badge tone={tone} isLive={movingRunStates.includes(state)}>
      {label}
    </Badge>
  );
}
