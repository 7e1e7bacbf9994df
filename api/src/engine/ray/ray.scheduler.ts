import {
  type JobStanding,
  processesPerNode,
  type ScheduledStart,
  type Scheduler,
  worldSize,
} from '../cluster/scheduler.js';
import { quoted } from '../cluster/start-script.js';
import { ClusterUnreachable, objectIn, type RestAnswer, type RestClient } from '../rest-client.js';

/** Where the launcher of several processes is, and the Python of the Ray cluster, which runs it. */
export interface RayLauncher {
  readonly python: string;
  readonly script: string;
}

/** What Ray says of a job whose entrypoint ran or could not be run: everything else is the cluster's doing. */
const jobsFaults = ['JOB_ENTRYPOINT_COMMAND_ERROR', 'JOB_ENTRYPOINT_COMMAND_START_ERROR', 'RUNTIME_ENV_SETUP_FAILURE'];

/**
 * The Jobs interface of a Ray cluster (2.52 or newer, with `RAY_AUTH_MODE=token`). A job's name is its submission id, of
 * which Ray takes one job only. Its memory is the head's: a head that is started anew knows nothing of what ran before.
 */
export class RayScheduler implements Scheduler {
  readonly name = 'ray';

  constructor(
    private readonly rest: RestClient,
    private readonly launching: RayLauncher,
  ) {}

  launcher({ resources, script }: ScheduledStart): readonly string[] {
    const { nodes, cpusPerNode, gpusPerNode } = resources;
    const sizes = Object.entries({
      nodes,
      cpus: cpusPerNode,
      gpus: gpusPerNode,
      processes: processesPerNode(resources),
    });
    const options = sizes.flatMap(([name, value]) => [`--${name}`, String(value)]);
    return [this.launching.python, this.launching.script, ...options, '--', 'sh', script, 'rank'];
  }

  async submit(start: ScheduledStart): Promise<string> {
    const isLaunched = worldSize(start.resources) > 1;
    const answer = await this.rest.send('POST', '/api/jobs/', {
      submission_id: start.name,
      entrypoint: `exec sh ${quoted(start.script)}`,
      // A launcher only waits; what it starts has the resources.
      entrypoint_num_cpus: isLaunched ? 0 : start.resources.cpusPerNode,
      entrypoint_num_gpus: isLaunched ? 0 : start.resources.gpusPerNode,
    });
    if (answer.status === 200) return start.name;
    // A second job by one submission id is answered as an error of the server: what is there decides.
    if (answer.status === 500 && (await this.find(start.name)) !== null) return start.name;
    throw refusal(answer);
  }

  async find(name: string): Promise<JobStanding | null> {
    const answer = await this.rest.send('GET', `/api/jobs/${name}`);
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw refusal(answer);

    const { status, error_type: error, message } = objectIn(answer, 'Ray');
    if (status === 'PENDING' || status === 'RUNNING') return { isActive: true };
    const sentence = `Ray says ${status}: ${message ?? 'nothing more'}`;
    if (status === 'STOPPED') return { isActive: false, cause: 'person', sentence };
    return { isActive: false, cause: jobsFaults.includes(String(error)) ? 'job' : 'cluster', sentence };
  }

  async cancel(name: string): Promise<void> {
    const answer = await this.rest.send('POST', `/api/jobs/${name}/stop`);
    if (answer.status !== 200 && answer.status !== 404) throw refusal(answer);
  }
}

function refusal({ status, text }: RestAnswer): Error {
  if (status === 401 || status === 403) {
    return new Error(
      `Ray refuses our token (${status}): check RAY_AUTH_TOKEN_FILE, and that the cluster has RAY_AUTH_MODE=token`,
    );
  }
  const lastLine = text.trim().split('\n').at(-1) ?? '';
  return new ClusterUnreachable(`Ray answered ${status}: ${lastLine.slice(0, 300)}`);
}
