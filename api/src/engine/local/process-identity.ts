import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process by its number and the moment it started: a recycled number is another process. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** Shell that prints when the shell itself started, in the words of `startOf`. */
export const printOwnStart =
  'if [ -r /proc/$$/stat ]; then echo "$(cat /proc/sys/kernel/random/boot_id) $(cut -d " " -f 22 /proc/$$/stat)"; ' +
  'else ps -o lstart= -p $$; fi';

/** Whether exactly this process still runs. A zombie has ended. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startOf(identity.pid)) === identity.startedAt;
}

/**
 * Sends a signal to the process group that `leader` leads. While a member of the group lives, the system does not hand
 * out the leader's number again; so the group is ours unless the number belongs to a process that started later.
 */
export async function signalGroup(leader: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  const start = await startOf(leader.pid);
  if (start !== null && start !== leader.startedAt) return;
  try {
    process.kill(-leader.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether the leader or any process of its group still runs. */
export async function isGroupAlive(leader: ProcessIdentity): Promise<boolean> {
  if (await isAlive(leader)) return true;
  if ((await startOf(leader.pid)) !== null) return false;
  try {
    process.kill(-leader.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** When the process with this number started, in the system's own words; null when there is none. */
export async function startOf(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

async function startFromProc(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold anything: fields are counted behind the last one.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${bootId.trim()} ${fields[18]}`;
  } catch {
    return null;
  }
}

async function startFromPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
    const [state, ...start] = stdout.trim().split(/\s+/);
    return state === undefined || state.startsWith('Z') ? null : start.join(' ');
  } catch {
    return null;
  }
}
