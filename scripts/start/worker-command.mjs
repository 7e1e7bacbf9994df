// How the stack of the local chain starts the worker: in its sandbox where there is one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { workerCommand } from './inputs.mjs';
import { root } from './settings.mjs';

/**
 * The worker's command for runs of the local chain. Where its sandbox does not work it says so, and trains without:
 * nothing is at stake there, and on any other chain the worker refuses.
 * @param {number} chainId of the chain that this stack made itself
 * @param {(line: string) => void} say
 * @param {readonly string[]} command
 */
export function localWorkerCommand(chainId, say, command = workerCommand) {
  const [program, ...first] = command;
  const options = { cwd: path.join(root, 'worker'), encoding: 'utf8', timeout: 60_000 };
  const { status, stderr } = spawnSync(program, [...first, 'sandbox'], options);
  if (status === 0) return [...command];
  say(`Trainings of this local chain run without a sandbox: ${reasonIn(stderr)}.`);
  return [...command, '--insecure-no-sandbox', '--chain-id', String(chainId)];
}

function reasonIn(stderr) {
  const last = stderr?.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last).failed;
  } catch {
    return last || 'the worker does not say why';
  }
}
