import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eachLine, supervise } from './supervise.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const dependency = 'node_modules/@openzeppelin/contracts';
// Outputs, and what is no source of a test.
const leftOut = /^contracts\/(out|cache|broadcast|mutants|deployments\/.+\.json)(\/|$)/;

/**
 * The contracts, their tests and OpenZeppelin in a directory of their own, in which forge builds and tests without touching the
 * working tree. It goes when this process ends, whatever ends it.
 * @param {NodeJS.ProcessEnv} [env] settings of forge
 */
export function contractsCopy(env = {}) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-contracts-'));
  // Nothing but its end is wanted of it: the directory goes with it, and once more, in case a compiler still wrote.
  const again = ['/bin/sh', '-c', 'sleep 1; rm -rf "$0"', directory];
  const holder = supervise('sleep', ['1000000'], { scrap: directory, afterwards: again });
  for (const name of ['foundry.toml', 'contracts', dependency]) {
    fs.cpSync(path.join(root, name), path.join(directory, name), {
      recursive: true,
      filter: (source) => !leftOut.test(path.relative(root, source)),
    });
  }

  const answers = path.join(directory, 'answers');
  fs.mkdirSync(answers);
  const settings = {
    FOUNDRY_SOLC: path.join(import.meta.dirname, 'remembering-solc.sh'),
    REMEMBERED_ANSWERS: answers,
    // Tests look up the code of our contracts when they run: a changed contract does not compile them again.
    FOUNDRY_DYNAMIC_TEST_LINKING: 'true',
    ...env,
  };

  /**
   * Runs a program in the copy, at a low priority.
   * @param {string} program
   * @param {string[]} args
   * @param {{env?: NodeJS.ProcessEnv, seconds?: number}} [options] after so many seconds it is stopped
   * @returns {Promise<{output: string, errors: string, isLate: boolean}>}
   */
  async function run(program, args, { env: more = {}, seconds = 600 } = {}) {
    const { child, exited, stop } = supervise('nice', ['-n', '10', program, ...args], {
      cwd: directory,
      env: { ...process.env, ...settings, ...more },
      graceSeconds: 1,
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      stop();
    }, seconds * 1000);
    const [output, errors] = [child.stdout, child.stderr].map((stream) => {
      const lines = [];
      eachLine(stream, (line) => lines.push(line));
      return new Promise((resolve) => stream.once('close', () => resolve(lines.join('\n'))));
    });
    await exited;
    clearTimeout(timer);
    return { output: await output, errors: await errors, isLate };
  }

  return { directory, run, remove: holder.stop };
}

/** What git says against a patch of the tree in `directory`; nothing when it applies, and then it is applied unless only asked. */
export function applyPatch(directory, patch, ...options) {
  // Else git would take a repository around the directory for what is patched, and skip everything in silence.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(directory) };
  const { status, stderr } = spawnSync('git', ['apply', ...options, patch], { cwd: directory, env, encoding: 'utf8' });
  return status === 0 ? '' : stderr.trim();
}
