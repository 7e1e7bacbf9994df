import fs from 'node:fs';
import path from 'node:path';

/**
 * What is measured, by its key in the figures: its name in the table, its name in the snapshots of
 * contracts/test/bench/GasWorkload.sol, and the most that ours may be. `limit` absent: what OpenZeppelin's is.
 */
export const operations = {
  castVoteBeforeQuorum: {
    name: 'castVote, later votes before quorum',
    snapshot: 'castVote before quorum',
    limit: 70_000,
  },
  castVoteAfterQuorum: { name: 'castVote after quorum', snapshot: 'castVote after quorum', limit: 67_500 },
  castVoteBySig: { name: 'castVoteBySig', snapshot: 'castVoteBySig', limit: 99_500 },
  batchPerBallot100: { name: 'batch of 100, per ballot', snapshot: 'batch of 100, per ballot', limit: 39_500 },
  batchPerBallot10: { name: 'batch of 10, per ballot', snapshot: 'batch of 10, per ballot', limit: 43_000 },
  // OpenZeppelin's reads a `#proposer=` suffix at a price; ours is compared with what it costs without.
  propose: { name: 'propose', snapshot: 'propose', theirs: 'propose without suffix', limit: 104_000 },
  queue: { name: 'queue', snapshot: 'queue', limit: 134_000 },
  execute: { name: 'execute', snapshot: 'execute', limit: 101_000 },
  delegate: { name: 'delegate', snapshot: 'delegate' },
  transfer: { name: 'transfer of the token', snapshot: 'transfer' },
  governorBytes: { name: 'governor, bytes', snapshot: 'governor bytes', limit: 22_000 },
};

/** What has no limit and is told all the same: name in the table, name in the snapshots of both. */
const asides = {
  'castVote, first vote of a proposal': ['castVote, first', 'castVote, first'],
  'propose, first of an account': ['propose, first of an account', 'propose without suffix'],
  'propose, after one that nobody voted on': ['propose, after one without votes', 'propose without suffix'],
};

const format = (figure) => figure.toLocaleString('en-US');

/** The snapshots that forge left in a directory, by contract; a file that is missing is an error. */
export function readSnapshots(directory) {
  const read = (name) => JSON.parse(fs.readFileSync(path.join(directory, `${name}.json`), 'utf8'));
  return { ours: read('mandate'), openzeppelin: read('openzeppelin'), lateQuorum: read('openzeppelin-late-quorum') };
}

function figureOf(snapshots, name) {
  const figure = Number(snapshots[name]);
  if (!Number.isInteger(figure)) throw new Error(`The snapshots have no "${name}".`);
  return figure;
}

/**
 * Figures by key, of ours and of OpenZeppelin's with and without its extension against late quorums.
 * @param {ReturnType<typeof readSnapshots>} snapshots
 */
export function gasFigures({ ours, openzeppelin, lateQuorum }) {
  const pick = (snapshots, nameOf) =>
    Object.fromEntries(Object.entries(operations).map(([key, row]) => [key, figureOf(snapshots, nameOf(row))]));
  const theirs = (row) => row.theirs ?? row.snapshot;
  return {
    ours: pick(ours, (row) => row.snapshot),
    openzeppelin: pick(openzeppelin, theirs),
    lateQuorum: pick(lateQuorum, theirs),
  };
}

/** Sentences about figures of ours that are above what they may be. */
export function aboveLimit({ ours, openzeppelin }) {
  return Object.entries(operations)
    .map(([key, { name, limit = openzeppelin[key] }]) => ({ name, figure: ours[key], limit }))
    .filter(({ figure, limit }) => figure > limit)
    .map(({ name, figure, limit }) => `${name}: ${format(figure)} is more than ${format(limit)}`);
}

/** The table as Markdown. */
export function gasTable(snapshots) {
  const { ours, openzeppelin, lateQuorum } = gasFigures(snapshots);
  const row = (name, mine, plain, late, limit) =>
    `| ${[name, format(mine), format(plain), format(late), (mine / plain).toFixed(2), limit].join(' | ')} |`;
  const limited = Object.entries(operations).map(([key, { name, limit }]) =>
    row(name, ours[key], openzeppelin[key], lateQuorum[key], format(limit ?? openzeppelin[key])),
  );
  const others = Object.entries(asides).map(([name, [mine, theirs]]) =>
    row(
      name,
      figureOf(snapshots.ours, mine),
      figureOf(snapshots.openzeppelin, theirs),
      figureOf(snapshots.lateQuorum, theirs),
      '–',
    ),
  );
  return [
    '| operation | ours | OZ plain | OZ + PreventLateQuorum | ours / OZ | at most |',
    '|---|---|---|---|---|---|',
    ...limited,
    ...others,
  ].join('\n');
}
