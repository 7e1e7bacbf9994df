// What one start needs to know, read from the environment once.
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

const port = (name, fallback) => {
  const value = process.env[name] ?? String(fallback);
  if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 65535) {
    throw new Error(`${name} must be a port number from 1 to 65535, not "${value}".`);
  }
  return Number(value);
};

const seeds = ['story', 'stakes', 'none'];

/** Ports, directories and the seed of this start. Throws one clear sentence when a value cannot be used. */
export function readSettings() {
  const seed = process.env.MANDATE_SEED ?? 'story';
  if (!seeds.includes(seed)) throw new Error(`MANDATE_SEED must be one of ${seeds.join(', ')}, not "${seed}".`);
  const dataDir = path.resolve(root, process.env.MANDATE_DATA_DIR ?? '.data');
  const ports = readPorts();
  refuseTwins(ports);
  return {
    seed,
    dataDir,
    // The base model and the datasets are the same for every stack: their digests say so.
    inputsDir: path.resolve(root, process.env.WORKER_INPUTS_DIR ?? '.data/inputs'),
    chainId: 31337,
    ports,
  };
}

const readPorts = () => ({
  chain: port('CHAIN_PORT', 8545),
  graphql: port('GRAPHQL_PORT', 4000),
  gateway: port('GATEWAY_PORT', 4100),
  web: port('WEB_PORT', 3000),
  indexer: port('INDEXER_PORT', 4200),
  executor: port('EXECUTOR_PORT', 4300),
  audit: port('AUDIT_PORT', 4400),
});

function refuseTwins(ports) {
  const names = Object.keys(ports);
  for (const [place, name] of names.entries()) {
    const twin = names.slice(place + 1).find((other) => ports[other] === ports[name]);
    if (!twin) continue;
    throw new Error(
      `${name.toUpperCase()}_PORT and ${twin.toUpperCase()}_PORT are both ${ports[name]}: each part needs its own.`,
    );
  }
}

/** The addresses at which people and programs find the parts of a running stack. */
export function urlsOf({ ports }) {
  const at = (name) => `http://127.0.0.1:${ports[name]}`;
  return {
    webUrl: at('web'),
    graphqlUrl: `${at('graphql')}/graphql`,
    graphqlWsUrl: `ws://127.0.0.1:${ports.graphql}/graphql`,
    gatewayUrl: at('gateway'),
    rpcUrl: at('chain'),
  };
}
