import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * When the process with this number started, in the system's own words; null when there is none. With the number it names
 * one process: a recycled number started later. A zombie has ended.
 */
export function startOf(pid) {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

/** True while exactly this process runs. @param {{pid: number, startedAt: string | null}} identity */
export const isAlive = ({ pid, startedAt }) => startedAt !== null && startOf(pid) === startedAt;

/** @returns {{pid: number, startedAt: string | null}} */
export const identityOf = (pid) => ({ pid, startedAt: startOf(pid) });

function startFromProc(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold anything: fields are counted behind the last one.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[18]}`;
  } catch {
    return null;
  }
}

function startFromPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...start] = (stdout ?? '').trim().split(/\s+/);
  return !state || state.startsWith('Z') ? null : start.join(' ');
}
