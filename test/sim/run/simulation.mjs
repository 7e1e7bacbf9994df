import { DatabaseProxy } from '../../chaos/faults/database-proxy.mjs';
import { Random } from '../../support/random.mjs';
import { RpcEndpoint } from '../chain/rpc-endpoint.mjs';
import { RpcFaults } from '../chain/rpc-faults.mjs';
import { SimulatedChain } from '../chain/simulated-chain.mjs';
import { organizations } from '../world/organizations.mjs';
import { writeConfiguration } from './configuration.mjs';
import { CursorWatch } from './cursor-watch.mjs';
import { DatabaseFaults } from './database-faults.mjs';
import { IndexerProcess } from './indexer-process.mjs';
import { planOf } from './plan.mjs';

const LATE_ORGANIZATIONS = 2;
/** Longer than the indexer ever waits by itself. */
const PATIENCE_SECONDS = 60;

/** One seed: a chain, a database, the indexer between them, and what befalls all three. */
export class Simulation {
  restarts = 0;
  #rpc;
  #proxy;
  #urls;
  #indexer = null;
  #organizations;
  /** What is waited for: how it can come about, and whom to tell. */
  #awaited = null;

  constructor(seed) {
    this.plan = planOf(seed);
    this.chain = new SimulatedChain(seed, this.plan.finality);
    this.#organizations = this.plan.isLate ? organizations.slice(0, -LATE_ORGANIZATIONS) : organizations;
  }

  /** Opens everything and mines the first blocks. */
  async open(databaseUrl, databasePort) {
    const { seed, habits, firstBlocks } = this.plan;
    this.rpcFaults = new RpcFaults(new Random(seed + 1));
    this.#rpc = new RpcEndpoint(this.chain, this.rpcFaults, habits);
    this.#rpc.onCall = (method) => this.#happened('call', method);
    this.#proxy = new DatabaseProxy(databasePort);
    this.databaseFaults = new DatabaseFaults(new Random(seed + 2), this.#proxy, databaseUrl);
    this.#proxy.onStatement = (statement) => {
      this.#happened('statement', statement);
      return this.databaseFaults.at(statement);
    };
    this.rpcUrl = await this.#rpc.open();
    this.#urls = { database: await this.#proxy.open(databaseUrl) };
    this.watch = await CursorWatch.open(databaseUrl);
    this.watch.onMove = (hash) => this.#happened('cursor', hash);
    this.chain.mine(firstBlocks);
  }

  /** Lives through the plan, and comes to rest: no faults, everything read. */
  async run() {
    await this.#start();
    for (const step of this.plan.steps) await this.#live(step);
    await this.#calm();
    if (this.plan.isLate) await this.#restart({ isKilled: false });
    // After shorter branches the finalized block is nearer to the head than usual.
    const { head, finalized } = this.chain;
    this.chain.mine(Math.max(1, finalized + this.plan.finality - head.number));
    await this.#until({ kind: 'level' });
    const code = await this.#indexer.stop();
    if (code !== 0) throw new Error(`the indexer ended with exit code ${code}\n${this.lastWords}`);
  }

  get lastWords() {
    return this.#indexer?.words.join('\n') ?? '';
  }

  /** Everything that happened to the indexer. */
  get faults() {
    return this.rpcFaults.count + this.databaseFaults.count + this.restarts;
  }

  async close() {
    await this.#indexer?.kill();
    await this.databaseFaults.set({ percent: 0, most: 0, isStorm: false });
    await this.watch.close();
    this.#rpc.close();
    await this.#proxy.close();
  }

  /** Starts the indexer; resolves when it asks for blocks. */
  async #start() {
    const { seed, finality } = this.plan;
    const configuration = writeConfiguration(`seed-${seed}`, this.#organizations, { rpcUrls: [this.rpcUrl], finality });
    this.#indexer = new IndexerProcess([], { DATABASE_URL: this.#urls.database, MANDATE_CONFIG: configuration });
    await this.#until({ kind: 'call', method: 'eth_getBlockByNumber' });
  }

  async #restart({ isKilled }) {
    this.restarts += 1;
    if (isKilled) await this.#indexer.kill();
    else await this.#indexer.stop();
    // A process that cannot reach its database when it starts says so and ends.
    await this.databaseFaults.set({ percent: 0, most: 0, isStorm: false });
    this.#organizations = organizations;
    await this.#start();
  }

  async #live({ moment, ...step }) {
    if (step.act === 'flicker') return this.#flicker(moment);
    // What changes the chain or cuts a connection does so in the very moment.
    const instant = INSTANT[step.act];
    await this.#until(moment, () => instant?.(this, step));
    if (instant) return undefined;
    if (step.act === 'restart') return this.#restart(step);
    if (step.act === 'rpc') return this.rpcFaults.set(step);
    if (step.act === 'database') return this.databaseFaults.set(step);
    return this.#calm();
  }

  /** For the time of one call the chain is another one. */
  async #flicker(moment) {
    await this.#until(moment, () => this.chain.flip());
    await this.#until({ kind: 'call', method: 'eth_getBlockByNumber' });
    this.chain.flip();
  }

  async #calm() {
    this.rpcFaults.set({ percent: 0, kinds: [], most: 0 });
    await this.databaseFaults.set({ percent: 0, most: 0, isStorm: false });
  }

  /** Resolves in the moment, or when everything is read; `act` is done before anything else can happen. */
  #until(moment, act = () => {}) {
    if (moment.kind === 'now') return act();
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        this.#awaited = null;
        settle(value);
      };
      const fail = (why) => end(reject, new Error(`${why}\n${this.lastWords}`));
      const what = moment.method ?? moment.pattern ?? 'level with the chain';
      const timer = setTimeout(() => fail(`waited ${PATIENCE_SECONDS} s for ${what}`), PATIENCE_SECONDS * 1000);
      this.#indexer.exited.then(
        (code) => this.#awaited?.fail === fail && fail(`the indexer ended by itself with exit code ${code}`),
      );
      this.#awaited = {
        moment,
        fail,
        come: () => {
          act();
          end(resolve);
        },
      };
      if (moment.kind !== 'call' || moment.method !== 'eth_getBlockByNumber') this.watch.ask();
    });
  }

  #happened(kind, what) {
    const { moment, come } = this.#awaited ?? {};
    if (!moment) return;
    const isMoment =
      (kind === 'call' && moment.method === what) ||
      (kind === 'statement' && moment.pattern?.test(what)) ||
      (kind === 'cursor' && what === this.chain.head.hash);
    if (isMoment) come();
  }
}

const INSTANT = {
  mine: ({ chain }, { blocks }) => chain.mine(blocks),
  reorg: ({ chain }, { depth, length }) => chain.reorganize(depth, length),
  double: ({ chain }, { depth, length, again }) => {
    chain.reorganize(depth, length);
    chain.reorganize(again, again + 1);
  },
  flip: ({ chain }) => chain.flip(),
  cut: ({ databaseFaults }) => databaseFaults.cut(),
};
