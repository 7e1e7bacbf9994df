import { type JobStanding, processesPerNode, type ScheduledStart, worldSize } from '../cluster/scheduler.js';
import { quoted } from '../cluster/start-script.js';

/** What a queue may need to know of whose job it is. */
export interface SlurmAccounting {
  readonly partition?: string;
  readonly account?: string;
}

/** From this version on the interface takes and gives lists where it had objects and single words. */
const firstWithLists = 40;
const path = '/usr/local/bin:/usr/bin:/bin';

/** The body of a submission, in the words of `v0.0.<version>`. */
export function submissionOf(start: ScheduledStart, version: number, accounting: SlurmAccounting): object {
  const { resources, directory } = start;
  const hasLists = version >= firstWithLists;
  const script = `#!/bin/sh\nexec sh ${quoted(start.script)}\n`;
  const gpus = resources.gpusPerNode;
  const job = {
    ...accounting,
    name: start.name,
    nodes: String(resources.nodes),
    tasks: worldSize(resources),
    tasks_per_node: processesPerNode(resources),
    cpus_per_task: cpusPerProcess(start),
    ...(gpus > 0 && (hasLists ? { tres_per_node: `gres/gpu:${gpus}` } : { gres: `gpu:${gpus}` })),
    environment: hasLists ? [`PATH=${path}`] : { PATH: path },
    current_working_directory: directory,
    standard_output: `${directory}/scheduler.log`,
    standard_error: `${directory}/scheduler.log`,
    // Two jobs by one name never run at once, and one whose node fails is not begun again behind our back.
    dependency: 'singleton',
    requeue: false,
  };
  return hasLists ? { job: { ...job, script } } : { job, script };
}

/** Starts one process per task, which learns its rank from Slurm. */
export function srun(start: ScheduledStart): readonly string[] {
  const { resources } = start;
  const rank = 'exec env RANK="$SLURM_PROCID" LOCAL_RANK="$SLURM_LOCALID" WORLD_SIZE="$SLURM_NTASKS" sh "$0" rank';
  return [
    'srun',
    '--mpi=none',
    '--kill-on-bad-exit=1',
    `--nodes=${resources.nodes}`,
    `--ntasks=${worldSize(resources)}`,
    `--ntasks-per-node=${processesPerNode(resources)}`,
    `--cpus-per-task=${cpusPerProcess(start)}`,
    'sh',
    '-c',
    rank,
    start.script,
  ];
}

/** A job as Slurm tells of it; the state is one word, or a list with flags beside it. */
export interface SlurmJob {
  readonly job_id: number;
  readonly name: string;
  readonly job_state: string | readonly string[];
  readonly state_reason: string;
}

const jobsFaults = ['COMPLETED', 'FAILED', 'TIMEOUT', 'DEADLINE', 'OUT_OF_MEMORY'];
const clustersFaults = ['NODE_FAIL', 'BOOT_FAIL', 'LAUNCH_FAILED', 'PREEMPTED', 'REVOKED', 'SPECIAL_EXIT'];

/** How a job stands. What Slurm is still ending, or will begin again, is active. */
export function standingOf({ job_state, state_reason }: SlurmJob): JobStanding {
  const states = [job_state].flat();
  const sentence = `Slurm says ${states.join(', ')} (${state_reason})`;
  const isIn = (words: readonly string[]) => states.some((state) => words.includes(state));
  if (isIn(['COMPLETING', 'REQUEUED'])) return { isActive: true };
  if (isIn(clustersFaults)) return { isActive: false, cause: 'cluster', sentence };
  if (isIn(['CANCELLED'])) return { isActive: false, cause: 'person', sentence };
  if (isIn(jobsFaults))
    return { isActive: false, cause: state_reason === 'JobLaunchFailure' ? 'cluster' : 'job', sentence };
  return { isActive: true };
}

const cpusPerProcess = ({ resources }: ScheduledStart): number =>
  Math.max(1, Math.floor(resources.cpusPerNode / processesPerNode(resources)));
