/**
 * Where a run stands on our side. The words of the chain mean the same here; the others are what we do in between:
 * `Ordered` (final on the chain, nobody of us took it), `Claimed` (we hold the attempt), `Training` (an engine has it),
 * `Trained` (the result is checked and stored), `Failing` (given up, the chain does not know it yet), `Orphaned` (the
 * chain no longer holds the order).
 */
export const ledgerStates = [
  'Ordered',
  'Claimed',
  'Training',
  'Trained',
  'Submitted',
  'Failing',
  'Orphaned',
  'Canary',
  'Active',
  'Rejected',
  'Failed',
  'RolledBack',
  'Superseded',
] as const;

export type LedgerState = (typeof ledgerStates)[number];

/** What the chain decides; the ledger only follows. Another worker may have carried the run out: any of them can come next. */
const decidedOnChain = ['Canary', 'Active', 'Rejected', 'Failed', 'RolledBack', 'Superseded'] as const;

/** The same, for comparing with what rows say. */
export const decidedStates: readonly string[] = decidedOnChain;

/** Every move that there is. */
export const allowedMoves: Readonly<Record<LedgerState, readonly LedgerState[]>> = {
  // An operator can cancel it before it is taken again.
  Ordered: ['Claimed', 'Failing', 'Orphaned', ...decidedOnChain],
  Claimed: ['Training', 'Ordered', 'Failing', 'Orphaned', ...decidedOnChain],
  // A worker that was lost goes on with the same attempt.
  Training: ['Trained', 'Claimed', 'Ordered', 'Failing', 'Orphaned', ...decidedOnChain],
  Trained: ['Submitted', 'Ordered', 'Failing', 'Orphaned', ...decidedOnChain],
  // A reorg can take the receipt off the chain again: then it is sent once more.
  Submitted: ['Trained', 'Orphaned', ...decidedOnChain],
  Failing: ['Ordered', 'Orphaned', ...decidedOnChain],
  Orphaned: ['Ordered'],
  Canary: ['Active', 'Rejected', 'Failed', 'RolledBack', 'Superseded'],
  Active: ['RolledBack', 'Superseded'],
  Rejected: [],
  Failed: [],
  RolledBack: [],
  Superseded: [],
};

/**
 * Moves that only an operator's repair makes: what was final is gone, and with it what the chain had decided. The run is
 * then taken up from where the chain has it now.
 */
export const repairMoves: Readonly<Partial<Record<LedgerState, readonly LedgerState[]>>> = Object.fromEntries(
  decidedOnChain.map((state) => [state, ['Orphaned' satisfies LedgerState]]),
);

/** In these states an engine may hold our attempt; leaving them for anything but `Trained` ends it. */
export const engineStates: readonly LedgerState[] = ['Claimed', 'Training'];

/** A move that the table does not have: a fault in the code, never in the data. */
export class MoveNotAllowed extends Error {
  constructor(from: LedgerState, to: LedgerState) {
    super(`a run does not move from ${from} to ${to}`);
    this.name = 'MoveNotAllowed';
  }
}

/** Throws unless the table has this move. */
export function assertMove(from: LedgerState, to: LedgerState, isRepair = false): void {
  if (isRepair && repairMoves[from]?.includes(to)) return;
  if (!allowedMoves[from].includes(to)) throw new MoveNotAllowed(from, to);
}

/** Whether nothing can happen to a run any more. */
export function isTerminal(state: LedgerState): boolean {
  return allowedMoves[state].length === 0;
}

/** Whether a run that is in one state can have come from another. */
export function isReachable(from: LedgerState, to: LedgerState): boolean {
  return reachableFrom(from, allowedMoves).has(to);
}

/** Reads a state from a row. */
export function ledgerState(text: string): LedgerState {
  const state = ledgerStates.find((known) => known === text);
  if (state === undefined) throw new Error(`unknown ledger state: ${text}`);
  return state;
}

/** Throws when the table contradicts itself: a state that no run can come to, or one that no run can leave for an end. */
export function validateLifecycle(moves: Readonly<Record<LedgerState, readonly LedgerState[]>> = allowedMoves): void {
  const fromOrdered = reachableFrom('Ordered', moves);
  for (const state of ledgerStates) {
    if (!fromOrdered.has(state)) throw new Error(`no run can come to ${state}`);
    const ends = [...reachableFrom(state, moves)].filter((reached) => moves[reached].length === 0);
    if (ends.length === 0) throw new Error(`a run in ${state} can never end`);
  }
}

function reachableFrom(
  start: LedgerState,
  moves: Readonly<Record<LedgerState, readonly LedgerState[]>>,
): ReadonlySet<LedgerState> {
  const reached = new Set<LedgerState>([start]);
  for (const state of reached) for (const next of moves[state]) reached.add(next);
  return reached;
}
