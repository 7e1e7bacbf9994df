import { describe, expect, it } from '@jest/globals';
import { srun, standingOf, submissionOf } from '../../src/engine/slurm/slurm-job.js';

const start = {
  name: 'run.1.1',
  directory: "/runs/it's",
  script: "/runs/it's/start.1",
  resources: { nodes: 2, cpusPerNode: 8, gpusPerNode: 4 },
};

describe('submissionOf', () => {
  it('asks for a process per GPU, in the words of the older interface', () => {
    expect(submissionOf(start, 38, { partition: 'gpu' })).toEqual({
      job: {
        partition: 'gpu',
        name: 'run.1.1',
        nodes: '2',
        tasks: 8,
        tasks_per_node: 4,
        cpus_per_task: 2,
        gres: 'gpu:4',
        environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
        current_working_directory: "/runs/it's",
        standard_output: "/runs/it's/scheduler.log",
        standard_error: "/runs/it's/scheduler.log",
        dependency: 'singleton',
        requeue: false,
      },
      script: "#!/bin/sh\nexec sh '/runs/it'\\''s/start.1'\n",
    });
  });

  it('gives lists, and the script beside them, to the newer interface', () => {
    const { job } = submissionOf(start, 41, {}) as { job: Record<string, unknown> };
    expect(job).toMatchObject({ environment: ['PATH=/usr/local/bin:/usr/bin:/bin'], tres_per_node: 'gres/gpu:4' });
    expect(job.script).toContain('start.1');
    expect(job).not.toHaveProperty('gres');
  });

  it('asks for no GPU where none is wanted, and for one core at least', () => {
    const small = { ...start, resources: { nodes: 1, cpusPerNode: 1, gpusPerNode: 0 } };
    const { job } = submissionOf(small, 38, {}) as { job: Record<string, unknown> };
    expect(job).toMatchObject({ tasks: 1, tasks_per_node: 1, cpus_per_task: 1 });
    expect(job).not.toHaveProperty('gres');
  });
});

describe('srun', () => {
  it('starts every process of every node', () => {
    expect(srun(start)).toEqual(
      expect.arrayContaining(['--nodes=2', '--ntasks=8', '--ntasks-per-node=4', '--cpus-per-task=2', start.script]),
    );
  });
});

describe('standingOf', () => {
  const job = (job_state: string | string[], state_reason = 'None') => ({
    job_id: 1,
    name: 'a',
    job_state,
    state_reason,
  });

  it.each([
    ['PENDING'],
    ['RUNNING'],
    ['SUSPENDED'],
    [['RUNNING']],
    [['CANCELLED', 'COMPLETING']],
    [['PENDING', 'REQUEUED']],
  ])('holds %j for active', (state) => expect(standingOf(job(state))).toEqual({ isActive: true }));

  it.each([
    ['COMPLETED', 'job'],
    ['OUT_OF_MEMORY', 'job'],
    [['TIMEOUT'], 'job'],
    ['NODE_FAIL', 'cluster'],
    [['PREEMPTED'], 'cluster'],
    ['CANCELLED', 'person'],
  ])('says of %j that it ended by the %s', (state, cause) => {
    expect(standingOf(job(state))).toMatchObject({ isActive: false, cause });
  });

  it('does not hold a job responsible for a node that could not begin it', () => {
    expect(standingOf(job('FAILED', 'JobLaunchFailure'))).toMatchObject({ cause: 'cluster' });
  });
});
