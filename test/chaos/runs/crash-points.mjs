import { Transaction } from 'ethers';

/** The states that a run moves through in the ledger, and the transactions that it takes. */
export const moves = ['Ordered', 'Claimed', 'Training', 'Trained', 'Submitted', 'Canary'];
export const transactions = ['startAttempt', 'submitReceipt', 'finalize'];
/** Before the deed is asked for, when it was asked for, and when it is done and the process does not know it yet. */
export const whens = ['before', 'sent', 'answered'];

/**
 * A crash point: a moment in the life of a run that can be seen from outside, by what a process says to its database or to
 * its chain. `arm` waits for it and does `act` there, once; it returns what calls the waiting off.
 * @typedef {{name: string, arm: (world: import('./run-world.mjs').RunWorld, act: () => unknown, spares?: boolean) => () => void}} CrashPoint
 */

/** When the executor commits the move of a run to a state. @returns {CrashPoint} */
export function atMove(state, when) {
  const arm = ({ wires }, act, spares = false) => {
    const moving = new WeakSet();
    wires.executor.onStatement = ({ text, values }, connection) => {
      if (movesTo(state, text, values)) moving.add(connection);
      if (text === 'ROLLBACK') moving.delete(connection);
      if (text !== 'COMMIT' || !moving.has(connection)) return null;
      wires.executor.onStatement = () => null;
      return { when, act, spares };
    };
    return () => {
      wires.executor.onStatement = () => null;
    };
  };
  return { name: `the move to ${state}, ${when}`, arm };
}

/** The new state is the first one that an update sets; the one before it is a condition. */
function movesTo(state, text, values) {
  if (/^INSERT INTO "?run_ledger"?[ (]/.test(text)) return values.includes(state);
  if (!/^\s*UPDATE "?run_ledger"? /.test(text)) return false;
  const index = /"?state"? = \$(\d+)/.exec(text)?.[1];
  return index !== undefined && values[Number(index) - 1] === state;
}

/** When the executor sends a transaction. @returns {CrashPoint} */
export function atTransaction(name, when) {
  const arm = ({ rpcs, runsInterface }, act, spares = false) => {
    rpcs.executor.onCall = (call) => {
      if (!sends(name, call, runsInterface)) return null;
      rpcs.executor.onCall = () => null;
      return { when, act, spares };
    };
    return () => {
      rpcs.executor.onCall = () => null;
    };
  };
  return { name: `${name}, ${when}`, arm };
}

/** @param {import("ethers").Interface} runs */
function sends(name, { method, params }, runs) {
  if (method !== 'eth_sendRawTransaction') return false;
  return Transaction.from(params[0]).data.startsWith(runs.getFunction(name).selector);
}

/** When the indexer commits a stretch of blocks, so many after the order. @returns {CrashPoint} */
export function atBlock(number, when) {
  const arm = ({ wires }, act, spares = false) => {
    let left = number;
    wires.indexer.onStatement = ({ text }) => {
      if (text !== 'COMMIT') return null;
      left -= 1;
      if (left > 0) return null;
      wires.indexer.onStatement = () => null;
      return { when, act, spares };
    };
    return () => {
      wires.indexer.onStatement = () => null;
    };
  };
  return { name: `the indexer's commit ${number}, ${when}`, arm };
}

/** So long after the order. @returns {CrashPoint} */
export function atMoment(milliseconds) {
  const arm = ({ untilOrdered }, act) => {
    let timer = null;
    let isOff = false;
    untilOrdered().then(() => {
      if (!isOff) timer = setTimeout(act, milliseconds);
    });
    return () => {
      isOff = true;
      clearTimeout(timer);
    };
  };
  return { name: `${milliseconds} ms after the order`, arm };
}

/** When the trainer of the run is at work. @returns {CrashPoint} */
export function atTraining(milliseconds) {
  const arm = ({ engine, currentRun }, act) => {
    let timer = null;
    const looking = setInterval(() => {
      if (timer || !engine.countOf(currentRun()).some(({ what }) => what === 'began')) return;
      timer = setTimeout(act, milliseconds);
    }, 10);
    return () => {
      clearInterval(looking);
      clearTimeout(timer);
    };
  };
  return { name: `${milliseconds} ms into the training`, arm };
}
