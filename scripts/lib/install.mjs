import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';

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
 * Runs an installer, telling every ten seconds that it is still at work.
 * @returns {Promise<{isDone: boolean, output: string}>} what it said is told by the caller, and only when it failed
 */
export function runInstaller(what, program, args, options = {}) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ticker = setInterval(() => console.error(`  ${what}: ${seconds()} s …`), 10_000);
    const finish = (isDone, complaint = '') => {
      clearInterval(ticker);
      resolve({ isDone, output: output + complaint });
    };
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code) => finish(code === 0));
  });
}

/** The sentence for an installer that failed: the disk when it was the disk, else its own last words. */
export function whyItFailed(what, output) {
  if (/ENOSPC|No space left on device/i.test(output))
    return new Error(`The disk is full: ${what} could not be installed. Free some space and try again.`);
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => line.trim());
  return new Error(`${what} could not be installed: ${lines.slice(-4).join('\n  ')}`);
}
