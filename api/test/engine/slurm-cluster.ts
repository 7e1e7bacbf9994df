import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { Daemon } from './daemon.js';
import { eventually } from './eventually.js';

const run = promisify(execFile);
const nodes = ['n1', 'n2'];
const startMilliseconds = 60_000;
/** slurmrestd must not be root; `nobody` has this number on every Linux. */
const nobody = 65_534;

/** A Slurm of two nodes on this machine: controller, both nodes' daemons and the REST interface, each on a port of its own. */
export class SlurmCluster {
  private controller: Daemon | null = null;
  private readonly others: Daemon[] = [];

  private constructor(
    private readonly folder: string,
    private readonly restPort: number,
  ) {}

  static async start(): Promise<SlurmCluster> {
    const folder = await mkdtemp(path.join(tmpdir(), 'slurm-'));
    const cluster = new SlurmCluster(folder, await freePort());
    try {
      await cluster.startAll();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** What the executor is told of this cluster. */
  get environment(): Record<string, string> {
    return {
      EXECUTOR_ENGINE: 'slurm',
      SLURM_REST_URL: `http://127.0.0.1:${this.restPort}`,
      SLURM_USER: 'root',
      SLURM_TOKEN_FILE: this.tokenFile,
    };
  }

  async startController({ forgetsAll = false } = {}): Promise<void> {
    this.controller = this.daemon('controller', ['slurmctld', '-D', ...(forgetsAll ? ['-c'] : [])]);
    const answer = () => this.scontrol('ping').catch(() => '');
    await eventually(async () => ((await answer()).includes('UP') ? true : null), startMilliseconds);
  }

  async killController(): Promise<void> {
    await this.controller?.kill();
  }

  /** Until the controller has written down what it knew at this moment; what it had not, its death makes undone. */
  async untilSaved(): Promise<void> {
    const now = Date.now();
    const savedAt = async () =>
      (await stat(path.join(this.folder, 'state', 'job_state')).catch(() => null))?.mtimeMs ?? 0;
    await eventually(async () => ((await savedAt()) > now ? true : null), startMilliseconds);
  }

  /** Until both nodes have reported to the controller, and do `what`. */
  async untilNodes(what: 'answer' | 'idle'): Promise<void> {
    const isDone = what === 'idle' ? /^IDLE$/ : /^(IDLE|MIXED|ALLOCATED)$/;
    await eventually(async () => {
      const lines = (await this.scontrol('show', 'nodes', '--oneliner')).trim().split('\n');
      const states = lines.map((line) => / State=(\S+)/.exec(line)?.[1] ?? '');
      return states.length === nodes.length && states.every((state) => isDone.test(state)) ? true : null;
    }, startMilliseconds);
  }

  /** Has a running job begun once more, at once: by itself, Slurm waits for two minutes. */
  async requeue(job: string): Promise<void> {
    await this.scontrol('requeue', job);
    await eventually(async () => {
      // Refused, or forgotten again, as long as the first one is still ending.
      await this.scontrol('update', `JobId=${job}`, 'StartTime=now').catch(() => null);
      const words = await this.scontrol('show', 'job', job);
      return words.includes('Restarts=1') && /JobState=(RUNNING|COMPLETED|FAILED)/.test(words) ? true : null;
    }, startMilliseconds);
  }

  async stop(): Promise<void> {
    for (const daemon of this.others.reverse()) await daemon.stop();
    await this.controller?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async scontrol(...args: string[]): Promise<string> {
    return (await run('scontrol', args, { env: this.env })).stdout;
  }

  private async startAll(): Promise<void> {
    await this.configure();
    await this.startController();
    for (const node of nodes) this.others.push(this.daemon(node, ['slurmd', '-D', '-N', node]));
    const rest = ['slurmrestd', '-a', 'rest_auth/jwt', '-s', await this.restPlugin(), `127.0.0.1:${this.restPort}`];
    // It hands tokens on to the controller when it is told that it is a daemon.
    this.others.push(this.daemon('rest', rest, { uid: nobody, gid: nobody, env: { SLURM_JWT: 'daemon' } }));
    await this.untilNodes('idle');
    await eventually(
      () =>
        fetch(`http://127.0.0.1:${this.restPort}/`)
          .then(() => true)
          .catch(() => null),
      30_000,
    );
    await writeFile(this.tokenFile, await this.scontrol('token', 'username=root', 'lifespan=3600'));
  }

  /** The controller's half of the REST interface: the half of the accounting database ends a slurmrestd without one. */
  private async restPlugin(): Promise<string> {
    const { stdout, stderr } = await run('slurmrestd', ['-s', 'list'], { env: this.env, uid: nobody, gid: nobody });
    const found = `${stdout}${stderr}`.match(/openapi\/(?:slurmctld|v0\.0\.\d+)/g) ?? [];
    return found.sort().at(-1) ?? 'openapi/slurmctld';
  }

  private get tokenFile(): string {
    return path.join(this.folder, 'token');
  }

  private get env(): NodeJS.ProcessEnv {
    const programs = `${process.env.PATH}:/usr/sbin:/usr/bin`;
    return { PATH: programs, SLURM_CONF: path.join(this.folder, 'slurm.conf') };
  }

  private daemon(
    name: string,
    command: string[],
    options: { env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
  ) {
    const log = path.join(this.folder, 'logs', `${name}.log`);
    return new Daemon(command, { log, ...options, env: { ...this.env, ...options.env } });
  }

  private async configure(): Promise<void> {
    await chmod(this.folder, 0o755);
    for (const name of ['state', 'logs', ...nodes]) await mkdir(path.join(this.folder, name));
    await writeFile(path.join(this.folder, 'jwt.key'), randomBytes(32), { mode: 0o600 });
    const [port, ...nodePorts] = await Promise.all([freePort(), ...nodes.map(() => freePort())]);
    const text = configuration(this.folder, port ?? 0, nodePorts);
    await writeFile(path.join(this.folder, 'slurm.conf'), text, { mode: 0o644 });
  }
}

function configuration(folder: string, controllerPort: number, nodePorts: number[]): string {
  const settings = {
    ClusterName: 'mandate',
    SlurmctldHost: `${hostname()}(127.0.0.1)`,
    SlurmctldPort: controllerPort,
    SlurmUser: 'root',
    SlurmdUser: 'root',
    AuthType: 'auth/none',
    CredType: 'cred/none',
    AuthAltTypes: 'auth/jwt',
    AuthAltParameters: `jwt_key=${folder}/jwt.key`,
    StateSaveLocation: `${folder}/state`,
    SlurmdSpoolDir: `${folder}/%n`,
    SlurmctldPidFile: `${folder}/controller.pid`,
    SlurmdPidFile: `${folder}/%n.pid`,
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    // A machine of one core shall do.
    SlurmdParameters: 'config_overrides',
    KillWait: 5,
    ReturnToService: 2,
    MpiDefault: 'none',
    MailProg: '/bin/true',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const host = `NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=2`;
  const machines = nodes.map((node, index) => `NodeName=${node} ${host} Port=${nodePorts[index]}`);
  return [...lines, ...machines, 'PartitionName=main Nodes=ALL Default=YES State=UP', ''].join('\n');
}
