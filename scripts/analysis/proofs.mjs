import fs from 'node:fs';
import path from 'node:path';
import { python } from './tools.mjs';

/** A loop that would go on after so many rounds fails its proof: nothing is left unexplored. */
const loopBound = '8';
const solverTimeout = '120s';

/**
 * @typedef {{contract: string, property: string, verdict: 'proven' | 'refuted' | 'undecided', seconds: number, paths: number}} Outcome
 */

const verdicts = { 0: 'proven', 1: 'refuted' };

/** The outcomes in halmos' JSON. @returns {Outcome[]} */
export function outcomesOf({ test_results: results }) {
  return Object.entries(results).flatMap(([suite, tests]) => {
    return tests.map(({ name, exitcode, num_bounded_loops: cutLoops, time, num_paths: paths }) => ({
      contract: suite.split(':')[1],
      property: name.replace(/\(.*/, '').replace(/^check_/, ''),
      verdict: cutLoops ? 'undecided' : (verdicts[exitcode] ?? 'undecided'),
      seconds: time?.[0] ?? 0,
      paths: paths?.[0] ?? 0,
    }));
  });
}

/**
 * Proves or refutes properties of the contracts in a copy of them.
 * @param {{directory: string, run: Function}} copy
 * @param {{contract: string, property?: string, isOneEnough?: boolean}} what `isOneEnough` stops at the first values that refute
 * @returns {Promise<{outcomes: Outcome[], complaint: string}>} `complaint` when nothing ran
 */
export async function prove(copy, { contract, property = '', isOneEnough = false }) {
  const file = path.join(copy.directory, 'proofs.json');
  fs.rmSync(file, { force: true });
  const selection = ['--contract', contract, '--match-test', `^check_${property}${property && '\\('}`];
  const limits = ['--loop', loopBound, '--solver-timeout-assertion', solverTimeout, '--solver-threads', '1'];
  const output = ['--no-status', '--json-output', file, '--forge-build-out', 'contracts/cache/proofs'];
  const early = isOneEnough ? ['--early-exit'] : [];
  const told = await copy.run(python, ['-m', 'halmos', ...selection, ...limits, ...early, ...output]);
  if (!fs.existsSync(file)) return { outcomes: [], complaint: `${told.output}\n${told.errors}`.trim().slice(-2000) };
  return { outcomes: outcomesOf(JSON.parse(fs.readFileSync(file, 'utf8'))), complaint: '' };
}
