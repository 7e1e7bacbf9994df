import { Random } from '../../support/random.mjs';
import { rpcFaultKinds } from '../chain/rpc-faults.mjs';

/** Each kind of moment at which something can happen. Whatever it waits for, it does not wait longer than until all is read. */
const MOMENTS = [
  { kind: 'now' },
  { kind: 'level' },
  { kind: 'level' },
  { kind: 'call', method: 'eth_getLogs' },
  { kind: 'call', method: 'eth_getBlockByNumber' },
  { kind: 'call', method: 'eth_call' },
  { kind: 'statement', pattern: /^COMMIT/ },
  { kind: 'statement', pattern: /^COPY/ },
  { kind: 'statement', pattern: /DELETE FROM vote_cast/ },
  {
    kind: 'statement',
    pattern: /UPDATE chain_cursor SET block_number = \$2, block_hash = \$3, finalized_number = least/,
  },
];

/** So many that all in a row keep the indexer waiting for some seconds only: it waits twice as long after each. */
const MOST_FAULTS = 6;

/** What one seed does, from beginning to end. */
export function planOf(seed) {
  const random = new Random(seed * 2_654_435_761);
  const finality = random.of([8, 16, 32, 64]);
  return {
    seed,
    finality,
    habits: {
      hasFinalizedTag: random.below(4) > 0,
      hasTimestamps: random.below(3) > 0,
      maxBlocks: random.of([0, 0, 50, 7]),
      maxLogs: random.of([0, 0, 300]),
      refusal: random.below(3),
      isStrict: random.below(2) === 0,
    },
    /** Two of the organizations may be added later, by a restart. */
    isLate: random.below(4) === 0,
    isRepeatable: random.below(3) === 0,
    firstBlocks: 90 + random.below(160),
    steps: Array.from({ length: 10 + random.below(8) }, () => stepOf(random, finality)),
  };
}

/** The moment, and what happens then. */
function stepOf(random, finality) {
  const moment = random.of(MOMENTS);
  const act = random.of(ACTS)(random, finality);
  // What views say is asked for by number: the worst time to be on another branch.
  return { moment: act.act === 'flicker' ? { kind: 'call', method: 'eth_call' } : moment, ...act };
}

const mine = (random) => ({ act: 'mine', blocks: 1 + random.below(20) });

/** Never deeper than what is final; a deep one replaces all that is not. */
function reorg(random, finality) {
  const depth = random.below(3) === 0 ? finality - random.below(3) : 1 + random.below(Math.min(6, finality));
  // As in life, the other branch is mostly the longer one.
  const length = random.below(4) === 0 ? Math.max(1, depth - 1) : depth + random.below(3);
  return { act: 'reorg', depth, length };
}

/** A provider that has a bad time. */
function rpcFaults(random) {
  const percent = random.of([5, 10, 20, 30]);
  const kinds = random.below(3) === 0 ? rpcFaultKinds : [random.of(rpcFaultKinds), random.of(rpcFaultKinds), 'lag'];
  return { act: 'rpc', percent, kinds, most: MOST_FAULTS };
}

const ACTS = [
  mine,
  mine,
  mine,
  mine,
  reorg,
  reorg,
  reorg,
  (random, finality) => ({ ...reorg(random, finality), act: 'double', again: 1 + random.below(3) }),
  () => ({ act: 'flip' }),
  () => ({ act: 'flicker' }),
  () => ({ act: 'flicker' }),
  (random) => ({ act: 'restart', isKilled: random.below(2) === 0 }),
  () => ({ act: 'restart', isKilled: true }),
  rpcFaults,
  (random) => ({ act: 'database', percent: random.of([2, 5, 15]), most: MOST_FAULTS, isStorm: random.below(2) === 0 }),
  () => ({ act: 'cut' }),
  () => ({ act: 'calm' }),
];
