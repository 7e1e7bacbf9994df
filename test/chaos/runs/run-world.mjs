import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { startBlockClock } from '../../../scripts/lib/block-clock.mjs';
import { connectDao, Support, subjectOf } from '../../../scripts/lib/dao.mjs';
import { fineTuneJob } from '../../../scripts/lib/jobs.mjs';
import { ensureDeployment } from '../../../scripts/start/deployment.mjs';
import { developmentKeys } from '../../../scripts/start/development-keys.mjs';
import { DatabaseProxy } from '../faults/database-proxy.mjs';
import { RpcProxy } from '../faults/rpc-proxy.mjs';
import { eventually } from '../world/eventually.mjs';
import { writeOrganizations } from '../world/organizations-file.mjs';
import { canMount, OwnDatabase } from '../world/own-database.mjs';
import { scratchFolder } from '../world/scratch-folder.mjs';
import { KeptProcess } from './kept-process.mjs';
import { LocalEngine } from './local-engine.mjs';

const COMMON = { INDEXER_POLL_MILLISECONDS: '100', EXECUTOR_SWEEP_MILLISECONDS: '200' };
const BLOCK_SECONDS = 0.1;
/** The chain's clock goes so much faster than ours: what waits for a window of seconds is not what is tried here. */
const SECONDS_PER_BLOCK = 1;
const LOOK_MILLISECONDS = 20;
const VOTERS = 4;
const digest = `sha256:${'0'.repeat(64)}`;
const catalogue = {
  bases: [{ name: 'mandate-tiny-1', digest }],
  datasets: [{ name: 'quick', digest, license: 'CC0-1.0' }],
  suites: [{ name: 'safety-1', digest }],
};

/**
 * Everything that a voted run needs, for real: a chain with our contracts and voters, a database, and the processes between
 * them, each behind proxies of its own. Only the trainer learns nothing.
 */
export class RunWorld {
  /** The database proxies, by process. */
  wires = {};
  /** The chain proxies, by process. */
  rpcs = {};
  /** The processes, by name. */
  processes = {};
  #stops = [];
  #runId = null;
  #ordered = null;
  #tellOrdered = null;
  /** What makes blocks by hand: one at a time, for the chain does not make them and take them away at once. */
  #mining = Promise.resolve();
  #standby = null;

  static async start() {
    const world = new RunWorld();
    try {
      await world.#openChain();
      await world.#openProcesses();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  async #openChain() {
    const { path: folder, remove } = scratchFolder();
    this.folder = folder;
    this.#atEnd(remove);
    this.engine = new LocalEngine(this.folder);
    this.database = await OwnDatabase.start({ isSmall: canMount });
    this.#atEnd(() => this.database.stop());
    this.anvil = await startAnvil();
    this.#atEnd(() => this.anvil.stop());
    const settings = { dataDir: this.folder, chainId: 31_337 };
    this.deployment = (await ensureDeployment(settings, this.anvil.url, () => {})).deployment;
    this.straightConfig = writeOrganizations(this.folder, 'straight', this.deployment, [this.anvil.url]);
    this.dao = await connectDao({ rpcUrl: this.anvil.url, deployment: this.deployment });
    this.dao.provider.pollingInterval = LOOK_MILLISECONDS;
    this.#atEnd(() => this.dao.provider.destroy());
    this.voters = this.dao.signers.slice(0, VOTERS).map((signer) => ({ signer, reason: '' }));
    for (const { signer } of this.voters) await this.dao.stakeAll(signer);
    await this.dao.advanceTo((await this.dao.now()) + 2);
    const clock = startBlockClock((...call) => this.#askInHaste(...call), BLOCK_SECONDS);
    this.#atEnd(() => clock.stop());
  }

  async #openProcesses() {
    for (const name of ['indexer', 'graphql', 'executor']) {
      const process = await KeptProcess.start(name, { ...COMMON, ...(await this.environmentOf(name)) });
      this.processes[name] = process;
      this.#atEnd(() => process.stop());
      await eventually(`${name} is ready`, () => process.isReady(), 60);
    }
  }

  /** Has a second executor at hand, until the run at hand is over: see `endStandby`. */
  withStandby = async (work) => {
    this.#standby = await KeptProcess.start('executor', { ...COMMON, ...(await this.environmentOf('standby')) });
    await work();
  };

  async endStandby() {
    await this.#standby?.stop();
    this.#standby = null;
  }

  /** What a process is told: the way to the database and to the chain leads through proxies that only it uses. */
  async environmentOf(name) {
    const wire = new DatabaseProxy(this.database.port);
    const rpc = new RpcProxy(this.anvil.url);
    this.wires[name] = wire;
    this.rpcs[name] = rpc;
    this.#atEnd(() => wire.close());
    this.#atEnd(() => rpc.close());
    const [rpcUrl] = await rpc.open();
    return {
      DATABASE_URL: await wire.open(this.database.url),
      MANDATE_CONFIG: writeOrganizations(this.folder, name, this.deployment, [rpcUrl]),
      ...this.engine.environment,
      WORKER_DEV_KEY: developmentKeys.worker,
    };
  }

  get runsInterface() {
    return this.dao.runs.interface;
  }

  /** Asks the chain itself. */
  ask(method, ...params) {
    return this.dao.provider.send(method, params);
  }

  /** What the block clock asks, in haste. */
  #askInHaste(method, ...params) {
    if (method !== 'evm_mine') return this.ask(method, ...params);
    return this.#alone(async () => {
      await this.ask('evm_increaseTime', SECONDS_PER_BLOCK);
      await this.ask('evm_mine');
    });
  }

  #alone(work) {
    const done = this.#mining.then(work);
    this.#mining = done.catch(() => {});
    return done;
  }

  /** A proposal for a run, voted and queued; only its execution is missing. */
  async vote(seed) {
    this.#ordered = new Promise((resolve) => {
      this.#tellOrdered = resolve;
    });
    const [{ signer }] = this.voters;
    const description = `# Run ${seed} at ${Date.now()}`;
    const proposal = await this.dao.propose(signer, { description, calls: [this.#adoption(seed)] });
    await this.dao.advanceToVoting(proposal);
    await Promise.all(this.voters.map((voter) => this.dao.castVote(voter.signer, proposal, Support.for)));
    await this.dao.advanceToEnd(proposal);
    await this.dao.queue(signer, proposal);
    await this.dao.advanceToEta(proposal);
    return proposal;
  }

  #adoption(seed) {
    const rollout = { canaryBps: 2000, canarySeconds: 8, canaryRequests: 20 };
    const job = fineTuneJob(catalogue, 'quick', { seed });
    return this.dao.call(this.dao.policies, 'adoptModel', [{ subject: subjectOf('assistant'), job, ...rollout }]);
  }

  /** Executes a proposal: the order of a run. A reorg may have taken its place in the queue. */
  async order(proposal) {
    const [{ signer }] = this.voters;
    if ((await this.dao.stateOf(proposal)) === 'succeeded') await this.dao.queue(signer, proposal);
    await this.dao.advanceToEta(proposal);
    const execution = await this.dao.execute(signer, proposal);
    const logs = execution.logs.map((log) => this.runsInterface.parseLog(log));
    this.#runId = logs.find((event) => event?.name === 'RunOpened').args.runId;
    this.#tellOrdered();
    return this.#runId;
  }

  /** Resolves when the proposal that is voted on has been executed. */
  untilOrdered = () => this.#ordered;

  /** The run that was ordered last. */
  currentRun = () => this.#runId;

  /**
   * Puts empty blocks in the place of the newest ones; what they held has to be sent again. Nothing passes to the chain
   * meanwhile: anvil can mine a transaction into the middle of a reorg, and then has its log without its effect.
   */
  reorg(depth) {
    const reorg = () => this.ask('anvil_reorg', depth, []);
    const held = Object.values(this.rpcs).reduce((work, rpc) => () => rpc.hold(work), reorg);
    return this.#alone(held);
  }

  /** The state of a run by the contract, when no reorg is under way. */
  stateOf(runId) {
    return this.#alone(() => this.dao.runs.stateOf(runId));
  }

  async stop() {
    await this.endStandby();
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #atEnd(stop) {
    this.#stops.push(stop);
  }
}
