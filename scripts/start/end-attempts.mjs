// node scripts/start/end-attempts.mjs <runs directory>: ends the trainings that the executor left running there. They outlive
// the executor on purpose, so that it can come back to them; but not the stack that it was a part of.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, startOf } from '../lib/process-identity.mjs';

const graceSeconds = 5;

/** The leaders of the process groups that attempts run in; each wrote its number and when it started into a `process.<n>`. */
function leaders(runsDir) {
  if (!fs.existsSync(runsDir)) return [];
  const names = fs.readdirSync(runsDir, { recursive: true }).map(String);
  return names
    .filter((name) => /^process\.\d+$/.test(path.basename(name)))
    .map((name) => path.join(runsDir, name))
    .filter((file) => !fs.existsSync(path.join(path.dirname(file), 'exit')))
    .map((file) => {
      const [pid, startedAt] = fs.readFileSync(file, 'utf8').trim().split('\n');
      return { pid: Number(pid), startedAt: startedAt?.split(/\s+/).join(' ') ?? null };
    })
    .filter(({ pid }) => pid > 1);
}

/** While a member of the group lives, the system does not hand out the leader's number again. */
const isOurs = (leader) => isAlive(leader) || startOf(leader.pid) === null;

/** @returns {boolean} whether there was anything to send it to */
function send(leader, signal) {
  if (!isOurs(leader)) return false;
  try {
    process.kill(-leader.pid, signal);
    return true;
  } catch {
    return false;
  }
}

let running = leaders(process.argv[2]).filter((leader) => send(leader, 'SIGTERM'));
for (let waited = 0; running.length > 0 && waited < graceSeconds; waited += 0.05) {
  await pause(50);
  running = running.filter((leader) => send(leader, 0));
}
for (const leader of running) send(leader, 'SIGKILL');
