import type { JobStanding, ScheduledStart, Scheduler } from '../cluster/scheduler.js';
import { ClusterUnreachable, objectIn, type RestClient } from '../rest-client.js';
import { type SlurmAccounting, type SlurmJob, srun, standingOf, submissionOf } from './slurm-job.js';

/** The versions of slurmrestd's interface whose words we know: those of Slurm 22.05 to 25.05. */
const knownVersions = { least: 38, most: 43 };
/** Slurm's number for a job that it does not know, or no longer. */
const invalidJobId = 2017;
/** Slurm's number for a job that has ended already. */
const alreadyDone = 2021;

interface SlurmError {
  readonly error?: string;
  readonly description?: string;
  readonly error_number?: number;
}

/**
 * slurmrestd. Slurm takes any number of jobs by one name, so the lowest id of a name is the job, and any other is taken
 * back; none of them runs beside the first.
 */
export class SlurmScheduler implements Scheduler {
  readonly name = 'slurm';

  private version: number | null = null;

  constructor(
    private readonly rest: RestClient,
    private readonly accounting: SlurmAccounting = {},
  ) {}

  launcher(start: ScheduledStart): readonly string[] {
    return srun(start);
  }

  async submit(start: ScheduledStart): Promise<string> {
    const [earlier] = await this.jobsBy(start.name);
    if (earlier !== undefined) return String(earlier.job_id);

    const body = submissionOf(start, await this.interfaceVersion(), this.accounting);
    const { errors, answer } = await this.ask('POST', '/job/submit', body);
    if (errors.length > 0) throw new Error(`Slurm takes no job: ${sentenceOf(errors)}`);
    const [first, ...others] = await this.jobsBy(start.name);
    for (const { job_id: id } of others) await this.cancel(start.name, String(id));
    return String(first?.job_id ?? answer.job_id);
  }

  async find(name: string, id: string | null): Promise<JobStanding | null> {
    const job = id === null ? (await this.jobsBy(name))[0] : await this.jobBy(id);
    // A controller that lost its memory counts from one again: the number can be another job's.
    return job?.name === name ? standingOf(job) : null;
  }

  async cancel(name: string, id: string | null): Promise<void> {
    const job = id === null ? (await this.jobsBy(name))[0] : await this.jobBy(id);
    if (job?.name !== name || !standingOf(job).isActive) return;
    const { errors } = await this.ask('DELETE', `/job/${job.job_id}`);
    const others = errors.filter(({ error_number: number }) => number !== alreadyDone && number !== invalidJobId);
    if (others.length > 0) throw new Error(`Slurm does not cancel job ${job.job_id}: ${sentenceOf(others)}`);
  }

  private async jobBy(id: string): Promise<SlurmJob | null> {
    const { errors, answer } = await this.ask('GET', `/job/${id}`);
    if (errors.some(({ error_number: number }) => number === invalidJobId)) return null;
    if (errors.length > 0) throw new ClusterUnreachable(`Slurm does not tell of job ${id}: ${sentenceOf(errors)}`);
    return ((answer.jobs ?? []) as SlurmJob[])[0] ?? null;
  }

  /** The jobs by a name, the first submitted first. */
  private async jobsBy(name: string): Promise<SlurmJob[]> {
    const { errors, answer } = await this.ask('GET', '/jobs');
    if (errors.length > 0) throw new ClusterUnreachable(`Slurm does not list its jobs: ${sentenceOf(errors)}`);
    const named = ((answer.jobs ?? []) as SlurmJob[]).filter((job) => job.name === name);
    return named.sort((one, other) => one.job_id - other.job_id);
  }

  private async ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<{ answer: Record<string, unknown>; errors: SlurmError[] }> {
    const answer = await this.rest.send(method, `/slurm/v0.0.${await this.interfaceVersion()}${path}`, body);
    if (answer.status === 401) throw tokenRefused();
    const content = objectIn(answer, 'slurmrestd');
    return { answer: content, errors: (content.errors ?? []) as SlurmError[] };
  }

  /** The newest version that we and the server know. */
  private async interfaceVersion(): Promise<number> {
    if (this.version !== null) return this.version;
    const answer = await this.rest.send('GET', '/openapi/v3');
    if (answer.status === 401) throw tokenRefused();
    const paths = Object.keys((objectIn(answer, 'slurmrestd').paths ?? {}) as object);
    const offered = paths.map((path) => Number(/^\/slurm\/v0\.0\.(\d+)\/job\/submit\/?$/.exec(path)?.[1] ?? 0));
    const known = offered.filter((version) => version >= knownVersions.least && version <= knownVersions.most);
    if (known.length === 0)
      throw new Error('slurmrestd speaks no version from v0.0.38 to v0.0.43: see docs/engines.md');
    this.version = Math.max(...known);
    return this.version;
  }
}

const tokenRefused = () =>
  new Error('slurmrestd refuses our token: check SLURM_USER and SLURM_TOKEN_FILE, and whether the token has expired');

/** What Slurm says of an error. It has no words of its own for a token that has expired. */
function sentenceOf(errors: readonly SlurmError[]): string {
  const words = errors.map(
    ({ description, error }) => [description, error].filter(Boolean).join(': ') || 'no reason given',
  );
  const isVague = words.some((word) => /Unspecified error|authentication/i.test(word));
  return words.join('; ') + (isVague ? ' (so it says of a bad token, too: check SLURM_USER and SLURM_TOKEN_FILE)' : '');
}
