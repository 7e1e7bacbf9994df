import type { Gate, Run } from './run.query';

export type StageStatus = 'done' | 'current' | 'missed' | 'ahead';

export interface RunStage {
  name: string;
  status: StageStatus;
}

export type StagedRun = Pick<Run, 'state' | 'gates'> & {
  receipt: object | null;
  canary: object | null;
  policy: { wasActive: boolean };
};

const names = ['Training', 'Submitted', 'Gate', 'Canary', 'Gate', 'Active'] as const;

export function gateOf(gates: readonly Gate[], stage: 'training' | 'canary'): Gate | null {
  return gates.find((gate) => gate.stage === stage) ?? null;
}

/** How many of the six stages are behind the run, and whether the next one is under way, missed, or will never come. */
function reach(run: StagedRun): { done: number; next: StageStatus } {
  const furthest = run.policy.wasActive ? 5 : run.canary ? 3 : run.receipt ? 1 : 0;
  switch (run.state) {
    case 'OPEN':
      return { done: 0, next: 'current' };
    case 'SUBMITTED':
    case 'CHALLENGED':
      return { done: 1, next: 'current' };
    case 'CANARY':
      return { done: 3, next: 'current' };
    case 'ACTIVE':
      return { done: 6, next: 'done' };
    case 'REJECTED':
      return { done: 2, next: 'missed' };
    case 'FAILED':
      return { done: furthest, next: 'missed' };
    case 'ROLLED_BACK':
      return { done: run.policy.wasActive ? 5 : gateOf(run.gates, 'canary')?.passed === false ? 4 : 3, next: 'missed' };
    case 'SUPERSEDED':
      return { done: furthest, next: 'ahead' };
  }
}

/** The way of a run as a person sees it: the same gate twice, and where the run stands. */
export function stagesOf(run: StagedRun): RunStage[] {
  const { done, next } = reach(run);
  return names.map((name, index) => ({
    name: run.state === 'ROLLED_BACK' && index === done ? (index === 5 ? 'Rolled back' : name) : name,
    status: index < done ? 'done' : index === done ? next : 'ahead',
  }));
}
