import { describe, expect, it } from '@jest/globals';
import {
  allowedMoves,
  assertMove,
  isTerminal,
  type LedgerState,
  ledgerState,
  ledgerStates,
  MoveNotAllowed,
  validateLifecycle,
} from '../../src/executor/run-lifecycle.js';

describe('the lifecycle of a run', () => {
  it('does not contradict itself', () => {
    expect(() => validateLifecycle()).not.toThrow();
  });

  it('leads from the order over the receipt to a live revision', () => {
    const way: LedgerState[] = ['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary', 'Active'];
    for (const [index, state] of way.slice(1).entries()) {
      expect(() => assertMove(way[index] ?? 'Ordered', state)).not.toThrow();
    }
  });

  it('ends where the chain has ended it', () => {
    expect(ledgerStates.filter(isTerminal)).toEqual(['Rejected', 'Failed', 'RolledBack', 'Superseded']);
  });

  it('never trains again what has a receipt in the canary or was refused', () => {
    for (const state of ['Canary', 'Active', 'Rejected', 'RolledBack'] as const) {
      expect(() => assertMove(state, 'Training')).toThrow(MoveNotAllowed);
      expect(() => assertMove(state, 'Ordered')).toThrow(`a run does not move from ${state} to Ordered`);
    }
  });

  it('finds a state that no run can come to, and one that no run can leave', () => {
    const unreachable = Object.fromEntries(
      Object.entries(allowedMoves).map(([state, moves]) => [state, moves.filter((to) => to !== 'Failing')]),
    ) as Record<LedgerState, LedgerState[]>;
    expect(() => validateLifecycle(unreachable)).toThrow('no run can come to Failing');

    expect(() => validateLifecycle({ ...allowedMoves, Orphaned: ['Orphaned'] })).toThrow(
      'a run in Orphaned can never end',
    );
  });

  it('knows no other words', () => {
    expect(() => ledgerState('running')).toThrow('unknown ledger state: running');
  });
});
