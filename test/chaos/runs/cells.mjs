import { atBlock, atMoment, atMove, atTraining, atTransaction, moves, transactions, whens } from './crash-points.mjs';
import {
  cutConnection,
  fillDisk,
  freezeDatabase,
  freezeExecutor,
  freezeProcess,
  freezeTrainer,
  killAll,
  killBoth,
  killDatabase,
  killProcess,
  killTrainer,
  reorg,
} from './faults.mjs';

/** Moments of a run that nobody has chosen: it takes some three seconds. */
const SOME_MILLISECONDS = 3_000;

const pointsOf = (names, at) => names.flatMap((name) => whens.map((when) => at(name, when)));
const cellsOf = (points, faults) => points.flatMap((point) => faults.map((fault) => ({ point, fault })));

/** Every named cell: a fault at a crash point. A run that is carried through has to come out of each with one result. */
export function namedCells() {
  const atMoves = pointsOf(moves, atMove);
  const atTransactions = pointsOf(transactions, atTransaction);
  const atBlocks = pointsOf([1, 2, 3], atBlock);
  const inTraining = [0, 100, 290].map(atTraining);
  // A reorg no deeper than what is final: whoever acts on final blocks only sends again what it took.
  const afterTransactions = transactions.map((name) => atTransaction(name, 'answered'));
  const afterMoves = moves.slice(0, 5).map((state) => atMove(state, 'answered'));
  return [
    ...cellsOf([...atMoves, ...atTransactions], [killProcess('executor'), cutConnection]),
    ...cellsOf(atMoves, [killDatabase('SIGKILL')]),
    ...cellsOf(atTransactions, [killDatabase('SIGQUIT')]),
    ...cellsOf(atBlocks, [killProcess('indexer'), cutConnection]),
    ...cellsOf(inTraining, [killTrainer, killBoth, killProcess('executor')]),
    ...cellsOf([...afterTransactions, ...afterMoves], [reorg(1), reorg(2)]),
    ...cellsOf([atMoment(0), atMoment(300)], [reorg(1), reorg(2)]),
    ...cellsOf([atMove('Claimed', 'answered'), atTraining(100)], [freezeExecutor, freezeDatabase]),
    ...cellsOf([atTraining(100)], [freezeTrainer]),
    ...cellsOf([atMoment(500)], [freezeProcess('indexer'), killProcess('graphql')]),
    ...cellsOf([atMove('Claimed', 'before'), atMove('Training', 'answered'), atMove('Trained', 'before')], [fillDisk]),
    ...cellsOf([atMove('Claimed', 'answered'), atTraining(100), atMove('Trained', 'sent')], [killAll]),
  ];
}

/** A fault at a moment that the random numbers choose. @param {import('../../support/random.mjs').Random} random */
export function randomCell(random) {
  const faults = [
    ...['indexer', 'graphql', 'executor'].map(killProcess),
    ...['SIGKILL', 'SIGQUIT'].map(killDatabase),
    ...[killTrainer, killBoth, killAll, freezeExecutor, freezeTrainer, freezeDatabase, fillDisk, reorg(1), reorg(2)],
  ];
  return { point: atMoment(random.below(SOME_MILLISECONDS)), fault: random.of(faults) };
}
