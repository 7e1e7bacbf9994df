import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { connectDao } from '../../../scripts/lib/dao.mjs';
import { ensureDeployment } from '../../../scripts/start/deployment.mjs';
import { DatabaseProxy } from '../faults/database-proxy.mjs';
import { RpcProxy } from '../faults/rpc-proxy.mjs';
import { ApiProcess } from './api-process.mjs';
import { eventually } from './eventually.mjs';
import { writeOrganizations } from './organizations-file.mjs';
import { canMount, OwnDatabase } from './own-database.mjs';
import { scratchFolder } from './scratch-folder.mjs';
import { Story } from './story.mjs';

/**
 * A chain with our contracts and a story, a database, and between them an indexer and a GraphQL door as anybody runs them,
 * each path between two of them leading through a proxy.
 */
export class OutageWorld {
  #stops = [];

  static async start(random) {
    const world = new OutageWorld();
    try {
      await world.#build(random);
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  async #build(random) {
    const { path: folder, remove } = scratchFolder();
    this.folder = folder;
    this.#atEnd(remove);
    this.database = await OwnDatabase.start({ isSmall: canMount });
    this.#atEnd(() => this.database.stop());
    await this.#openChain(random);
    await this.#openProcesses();
  }

  async #openChain(random) {
    const anvil = await startAnvil();
    this.#atEnd(() => anvil.stop());
    const { deployment } = await ensureDeployment({ dataDir: this.folder, chainId: 31_337 }, anvil.url, () => {});
    this.dao = await connectDao({ rpcUrl: anvil.url, deployment });
    this.#atEnd(() => this.dao.provider.destroy());
    this.story = new Story(this.dao, random);
    await this.story.begin();
    this.rpc = new RpcProxy(anvil.url);
    const rpcUrls = await this.rpc.open();
    this.#atEnd(() => this.rpc.close());
    this.straightConfig = writeOrganizations(this.folder, 'straight', deployment, [anvil.url]);
    this.config = writeOrganizations(this.folder, 'proxied', deployment, rpcUrls);
  }

  async #openProcesses() {
    this.wire = new DatabaseProxy(this.database.port);
    const DATABASE_URL = await this.wire.open(this.database.url);
    this.#atEnd(() => this.wire.close());
    const environment = { DATABASE_URL, MANDATE_CONFIG: this.config };
    this.indexer = await ApiProcess.start('indexer', environment);
    this.#atEnd(() => this.indexer.stop());
    await this.indexer.untilReady();
    this.graphql = await ApiProcess.start('graphql', environment);
    this.#atEnd(() => this.graphql.stop());
    await this.graphql.untilReady();
  }

  /** Resolves when both processes do their work and the rows are at the head that the chain has now. */
  async untilRecovered(seconds) {
    const head = await this.dao.provider.getBlockNumber();
    const look = async () => {
      const answers = await Promise.all([this.indexer, this.graphql].map((process) => process.get('/readyz')));
      return answers.every((answer) => answer?.status === 200) && (await this.#rowsReach(head));
    };
    await eventually(`the rows are at block ${head} again and both processes are ready`, look, seconds);
  }

  /** The head as a client sees it. */
  async #rowsReach(head) {
    const query = '{ organization(slug: "mandate") { head { blockNumber } } }';
    const body = JSON.stringify({ query });
    const headers = { 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${this.graphql.port}/graphql`;
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    const { data } = (await answer?.json()) ?? {};
    return Number(data?.organization?.head?.blockNumber ?? -1) >= head;
  }

  async stop() {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #atEnd(stop) {
    this.#stops.push(stop);
  }
}
