import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { supervise } from './supervise.mjs';

/** Digest of everything that an installation depends on. */
export function digestOf(...parts) {
  return createHash('sha256')
    .update(JSON.stringify(parts.map(String)))
    .digest('hex');
}

/** True when the stamp says that this very thing is installed. */
export function isInstalled(stamp, digest) {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === digest;
}

/** Refuses, in one sentence, to begin an installation that the disk cannot hold. */
export function assertDiskSpace(directory, gibibytes, what) {
  const { bavail, bsize } = fs.statfsSync(directory);
  const free = (bavail * bsize) / 1024 ** 3;
  if (free >= gibibytes) return;
  throw new Error(
    `${what} needs ${gibibytes} GiB of disk space, and ${directory} has ${free.toFixed(1)} GiB left: free some space and try again.`,
  );
}

/**
 * Runs an installer, which cannot outlive this process, telling every ten seconds that it is still at work.
 * @returns {Promise<{isDone: boolean, output: string}>} what it said is told by the caller, and only when it failed
 */
export function runInstaller(what, program, args, options = {}) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  return new Promise((resolve) => {
    const { child, exited } = supervise(program, args, options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ticker = setInterval(() => console.error(`  ${what}: ${seconds()} s …`), 10_000);
    const finish = (isDone, complaint = '') => {
      clearInterval(ticker);
      resolve({ isDone, output: output + complaint });
    };
    child.on('error', (error) => finish(false, error.message));
    child.on('close', async () => finish((await exited) === 0));
  });
}

const noNetwork =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b|NewConnectionError|Temporary failure (?:in name )?resol\w+/;

/** True when the installer failed because a server could not be reached: another way would fail the same. */
export const isUnreachable = (output) => noNetwork.test(output);

/** Lines that say nothing of the cause: empty, addresses of logs, rules, npm's list of fields. */
const idle = /^$|complete log|^(?:code|errno|syscall|path)\b|[{},]$|proxy|notice/i;

/** The sentence for an installer that failed: the disk or the network when it was one of them, else its own last words. */
export function whyItFailed(what, output) {
  if (/ENOSPC|No space left on device/i.test(output))
    return new Error(`The disk is full: ${what} could not be installed. Free some space and try again.`);
  const network = noNetwork.exec(output);
  if (network) {
    return new Error(
      `${what} could not be installed, because their server cannot be reached (${network[0]}): check the network connection and try again.`,
    );
  }
  const words = output.split('\n').map((line) => line.replace(/^(?:npm error|npm warn|ERROR:|E:)\s*/, '').trim());
  const lastWords = words.findLast((line) => !idle.test(line)) ?? 'the installer said nothing';
  return new Error(`${what} could not be installed: ${lastWords}`);
}
