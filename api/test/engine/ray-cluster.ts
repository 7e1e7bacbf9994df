import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { type RestAnswer, RestClient } from '../../src/engine/rest-client.js';
import { Daemon, killAllThatName } from './daemon.js';
import { eventually } from './eventually.js';

const programs = path.resolve('.venv-ray/bin');
/** Ray begins some twenty processes. */
const startMilliseconds = 120_000;
const storeBytes = 100 * 1024 * 1024;

/** A Ray on this machine: a head, and a second node when one is asked for, behind a token. */
export class RayCluster {
  private readonly daemons: Daemon[] = [];
  private readonly token = randomBytes(32).toString('hex');

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly dashboardPort: number,
  ) {}

  static async start(): Promise<RayCluster> {
    // Ray's sockets are named by a path of at most 107 characters.
    const folder = await mkdtemp(path.join(tmpdir(), 'ray-'));
    const cluster = new RayCluster(folder, await freePort(), await freePort());
    await writeFile(cluster.tokenFile, cluster.token, { mode: 0o600 });
    try {
      await cluster.startHead();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** What the executor is told of this cluster. */
  get environment(): Record<string, string> {
    return {
      EXECUTOR_ENGINE: 'ray',
      RAY_ADDRESS: this.address,
      RAY_AUTH_TOKEN_FILE: this.tokenFile,
      RAY_PYTHON: path.join(programs, 'python'),
    };
  }

  async startHead(): Promise<void> {
    const dashboard = ['--dashboard-host=127.0.0.1', `--dashboard-port=${this.dashboardPort}`];
    this.startNode('head', ['--head', `--port=${this.port}`, `--temp-dir=${this.folder}`, ...dashboard]);
    // Jobs are taken some seconds after the dashboard answers, as soon as it has found its agent on the node.
    const probe = () => this.ask('POST', '/api/jobs/', { entrypoint: 'true' }).then((answer) => answer.status);
    await eventually(async () => ((await probe().catch(() => 0)) === 200 ? true : null), startMilliseconds, 200);
  }

  async addNode(): Promise<void> {
    this.startNode('node', [`--address=127.0.0.1:${this.port}`]);
    await eventually(async () => ((await this.livingNodes()) === 2 ? true : null), startMilliseconds);
  }

  /** Takes the whole cluster away, as a machine that fails does: nothing of it can say good-bye. */
  async kill(): Promise<void> {
    await killAllThatName(this.folder);
    await Promise.all(this.daemons.splice(0).map((daemon) => daemon.stop()));
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private startNode(name: string, args: string[]): void {
    const common = ['--block', '--num-cpus=1', `--object-store-memory=${storeBytes}`, '--node-ip-address=127.0.0.1'];
    const command = [path.join(programs, 'ray'), 'start', ...args, ...common, '--disable-usage-stats'];
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      RAY_AUTH_MODE: 'token',
      RAY_AUTH_TOKEN: this.token,
      RAY_TMPDIR: this.folder,
    };
    this.daemons.push(new Daemon(command, { log: path.join(this.folder, `${name}.log`), env }));
  }

  private get address(): string {
    return `http://127.0.0.1:${this.dashboardPort}`;
  }

  private get tokenFile(): string {
    return path.join(this.folder, 'token');
  }

  private async livingNodes(): Promise<number> {
    const { text } = await this.ask('GET', '/nodes?view=summary');
    const { data } = JSON.parse(text) as { data: { summary: { raylet?: { state?: string } }[] } };
    return data.summary.filter(({ raylet }) => raylet?.state === 'ALIVE').length;
  }

  private ask(method: 'GET' | 'POST', place: string, document?: object): Promise<RestAnswer> {
    const headers = async () => ({ authorization: `Bearer ${this.token}` });
    return new RestClient(this.address, headers).send(method, place, document);
  }
}
