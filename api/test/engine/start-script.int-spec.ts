import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startScript } from '../../src/engine/cluster/start-script.js';

/** Starts two ranks on this machine, as a cluster does it on two nodes, and ends as the first of them. */
const launcher = `
  for rank in 0 1; do RANK=$rank setsid sh start.1 rank & pids="$pids $!"; done
  code=0
  for pid in $pids; do wait $pid || code=$?; done
  exit $code`;
const whenThere = (file: string) => `until [ -e ${file} ]; do sleep 0.02; done`;

describe('the script of a start with several processes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'start-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The exit code that is left when each rank does what it is told. */
  async function exitOf(first: string, second: string): Promise<number> {
    const resources = { nodes: 2, cpusPerNode: 1, gpusPerNode: 0 };
    const script = startScript({
      scheduled: { name: 'attempt.1', directory: folder, script: path.join(folder, 'start.1'), resources },
      start: 1,
      leaseSeconds: 4,
      launcher: ['sh', '-c', launcher],
      command: ['sh', '-c', `if [ "$RANK" = 0 ]; then ${first}; else ${second}; fi`],
      workingDirectory: folder,
      environment: {},
      passedOn: ['PATH'],
    });
    await writeFile(path.join(folder, 'start.1'), script);
    // In a group of its own: the script kills what is left of its group.
    await once(spawn('sh', ['start.1'], { cwd: folder, detached: true, stdio: 'ignore' }), 'exit');
    return Number(await readFile(path.join(folder, 'exit.1'), 'utf8'));
  }

  it('ends as killed when another process than the first was killed, though the first failed of that', async () => {
    expect(await exitOf(`${whenThere('killed.1')}; exit 1`, 'kill -KILL $$')).toBe(137);
  });

  it('ends as killed when the first process was killed', async () => {
    expect(await exitOf('kill -KILL $$', `${whenThere('rank0.1')}; exit 1`)).toBe(137);
  });

  it('ends as the first process when none was killed', async () => {
    expect(await exitOf('exit 2', 'exit 1')).toBe(2);
  });

  it('ends as failed when the first process was made to end because another one had failed', async () => {
    const shellOfFirst = 'read -r _ _ _ parent _ < /proc/$$/stat; echo $parent > shell';
    const second = `${whenThere('shell')}; kill -TERM $(cat shell); exit 1`;
    expect(await exitOf(`${shellOfFirst}; while :; do sleep 0.1; done`, second)).toBe(1);
  });
});
