import { foundryBinary } from './foundry.mjs';

/**
 * @typedef {{file: string, contract: string, name: string, status: 'Success' | 'Failure' | 'Skipped', reason: string}} Outcome
 */

/** The outcomes in what `forge test --json` printed. @returns {Outcome[]} */
export function outcomesOf(json) {
  return Object.entries(json).flatMap(([suite, { test_results }]) => {
    const [file, contract] = suite.split(':');
    return Object.entries(test_results).map(([signature, { status, reason }]) => {
      return { file, contract, name: signature.replace(/\(.*/, ''), status, reason: reason ?? '' };
    });
  });
}

/** The first lines that say what the compiler, or forge itself, has against the sources. */
function complaintOf({ output, errors }) {
  const lines = `${output}\n${errors}`.split('\n').filter((line) => line.trim());
  const start = lines.findIndex((line) => /^Error/.test(line) && !/Compiler run failed/.test(line));
  return lines.slice(Math.max(start, 0), Math.max(start, 0) + 3).join(' ');
}

/**
 * Runs tests in a copy of the contracts.
 * @param {Awaited<ReturnType<import('./contracts-copy.mjs').contractsCopy>>} copy
 * @param {string[]} args that select the tests
 * @param {{env?: NodeJS.ProcessEnv, seconds?: number}} [options]
 * @returns {Promise<{outcomes: Outcome[], complaint: string, isLate: boolean}>} `complaint` when nothing ran
 */
export async function forgeTests(copy, args, options) {
  const told = await copy.run(foundryBinary('forge'), ['test', '--json', '-j', '1', ...args], options);
  const json = told.output.split('\n').find((line) => line.startsWith('{'));
  if (json === undefined) return { outcomes: [], complaint: complaintOf(told), isLate: told.isLate };
  return { outcomes: outcomesOf(JSON.parse(json)), complaint: '', isLate: told.isLate };
}

/** Arguments that select tests by the files they are in and their names. */
export function selecting(files, names) {
  return ['--match-path', `{${files.join(',')}}`, '--match-test', `^(${names.join('|')})\\b`];
}
