// One Mandate at a time per data directory. The lock names its holder and the programs that the holder started: who finds it
// after a kill waits until the last of them is gone, or it would meet their ports and half-written files.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf, isAlive } from '../lib/process-identity.mjs';
import { observeSupervisors } from '../lib/supervise.mjs';

/** A database that is stopping has this long before its supervisor kills it; the others have less. */
const graceSeconds = 35;

const fileOf = (dataDir) => path.join(dataDir, '.lock');

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    // A lock is put in place whole: one that cannot be read was cut off with the machine.
    if (error instanceof SyntaxError) return { holder: { pid: 0, startedAt: null }, programs: [] };
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Throws when another Mandate uses the directory; waits for what a killed one left behind to end. */
export async function awaitUnused(dataDir, say) {
  const lock = read(fileOf(dataDir));
  if (!lock) return;
  refuseIfHeld(dataDir, lock);
  if (lock.programs.some(isAlive)) say('Waiting for the programs of an interrupted start to end…');
  for (let waited = 0; lock.programs.some(isAlive); waited += 0.1) {
    if (waited >= graceSeconds) {
      const { pid } = lock.programs.find(isAlive);
      throw new Error(`Process ${pid} of an earlier start in ${dataDir} does not end: kill it and try again.`);
    }
    await pause(100);
  }
}

function refuseIfHeld(dataDir, { holder }) {
  if (!isAlive(holder)) return;
  throw new Error(
    `Another Mandate (process ${holder.pid}) uses ${dataDir}: stop it, or set MANDATE_DATA_DIR to another directory.`,
  );
}

/** Takes the directory until this process ends. @throws in one sentence when another Mandate was faster */
export function takeLock(dataDir) {
  const file = fileOf(dataDir);
  const own = `${file}.${process.pid}`;
  const lock = { holder: identityOf(process.pid), programs: [] };
  const write = () => fs.writeFileSync(own, JSON.stringify(lock));
  write();
  try {
    claim(dataDir, file, own);
  } finally {
    fs.rmSync(own, { force: true });
  }
  observeSupervisors((pid) => {
    lock.programs = [...lock.programs.filter(isAlive), identityOf(pid)];
    write();
    fs.renameSync(own, file);
  });
  // A second Ctrl-C does not wait for the programs: then the next start does.
  process.once('exit', () => lock.programs.some(isAlive) || fs.rmSync(file, { force: true }));
}

/** Links our lock into place, past one whose holder is gone. */
function claim(dataDir, file, own) {
  for (;;) {
    try {
      return fs.linkSync(own, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const found = read(file);
    if (!found) continue;
    refuseIfHeld(dataDir, found);
    setAside(dataDir, file, `${own}.stale`);
  }
}

/** Takes the stale lock away; puts it back when it turns out to be the new one of somebody who was faster. */
function setAside(dataDir, file, aside) {
  try {
    fs.renameSync(file, aside);
    const taken = read(aside);
    if (isAlive(taken.holder)) fs.linkSync(aside, file);
    refuseIfHeld(dataDir, taken);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
