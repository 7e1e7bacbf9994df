import { organizations } from '../world/organizations.mjs';
import { writeConfiguration } from './configuration.mjs';
import { runIndexer } from './indexer-process.mjs';
import { differencesOf, dump, judge } from './judge.mjs';
import { Simulation } from './simulation.mjs';

/**
 * Runs one seed and judges it.
 * @param {import('./database.mjs').Databases} databases
 * @param {number} seed
 * @param {{afterOpening?: (url: string) => Promise<void>, atRest?: (url: string) => Promise<void>}} [sabotage]
 *   what somebody does to the database, to see whether it is found
 */
export async function runSeed(databases, seed, sabotage = {}) {
  const startedAt = performance.now();
  const simulation = new Simulation(seed);
  const names = [`lived_${seed}`, `anew_${seed}`];
  const settings = simulation.plan.isRepeatable ? { default_transaction_isolation: 'repeatable read' } : {};
  const url = await databases.create(names[0], settings);
  const result = { seed, cells: 0, differences: [] };
  try {
    await simulation.open(url, databases.port);
    await sabotage.afterOpening?.(url);
    await simulation.run();
    await sabotage.atRest?.(url);
    Object.assign(result, await judge(url, simulation));
    const anew = await indexAnew(await databases.create(names[1]), simulation);
    result.differences.push(...differencesOf(await dump(url, simulation.plan), await dump(anew, simulation.plan)));
  } catch (error) {
    result.differences.push(error.stack ?? String(error));
  } finally {
    await simulation.close();
    for (const name of names) await databases.drop(name);
  }
  return { ...result, ...figuresOf(simulation), seconds: (performance.now() - startedAt) / 1000 };
}

/** The same chain into an empty database, without any trouble. */
async function indexAnew(url, { plan, rpcUrl }) {
  const configuration = writeConfiguration(`anew-${plan.seed}`, organizations, {
    rpcUrls: [rpcUrl],
    finality: plan.finality,
  });
  const { code, words } = await runIndexer(['--until-head'], { DATABASE_URL: url, MANDATE_CONFIG: configuration });
  if (code !== 0) throw new Error(`indexing anew ended with exit code ${code}\n${words}`);
  return url;
}

function figuresOf({ chain, faults }) {
  return {
    blocks: chain.blocks.length,
    logs: chain.blocks.reduce((sum, { logs }) => sum + logs.length, 0),
    reorgs: chain.reorgs,
    faults,
  };
}
