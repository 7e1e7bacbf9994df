// node test/bench/indexer/many.mjs [--chains 5] [--governors 300] [--seconds 60]: what one indexer costs that follows many
// governors while nothing happens but blocks. Each is deployed, looked at and followed like any other. The last line is JSON.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ContractFactory, JsonRpcProvider } from 'ethers';
import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { ensureApiBuilt } from '../../../scripts/lib/build.mjs';
import { foundryBinary } from '../../../scripts/lib/foundry.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { startBenchDatabase } from './bench-database.mjs';
import { entryOf } from './bench-processes.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const BLOCK_SECONDS = 2;
const FIRST_CHAIN = 31_337;

const { values: options } = parseArgs({
  options: {
    chains: { type: 'string', default: '5' },
    governors: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '60' },
  },
});

function artifactOf(name) {
  const file = path.join(root, `contracts/cache/fixtures/out/${name}.sol/${name}.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** A chain with governors that share a token and a timelock; blocks come by themselves once it is started. */
async function startChain(chainId, governors) {
  const anvil = await startAnvil({ chainId });
  const provider = new JsonRpcProvider(anvil.url, chainId, { staticNetwork: true, pollingInterval: 20 });
  const deployer = await provider.getSigner(0);
  const deploy = async (name, ...values) => {
    const { abi, bytecode } = artifactOf(name);
    const contract = await new ContractFactory(abi, bytecode.object, deployer).deploy(...values);
    await contract.waitForDeployment();
    return contract.getAddress();
  };
  const token = await deploy('CompToken', deployer.address, 10n ** 24n);
  const timelock = await deploy('CompoundTimelock', deployer.address, 100);
  const organizations = [];
  for (let index = 0; index < governors; index += 1) {
    const slug = `dao-${chainId}-${index}`;
    const governor = await deploy('GovernorAlpha', timelock, token);
    organizations.push({ slug, name: slug, chainId, rpcUrls: [anvil.url], governor, token, timelock });
  }
  await provider.send('evm_setIntervalMining', [BLOCK_SECONDS]);
  provider.destroy();
  return { organizations, stop: anvil.stop };
}

/** CPU seconds of a process so far, and its memory; Linux tells. */
function costOf(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024);
  return {
    cpuSeconds: (Number(user) + Number(system)) / 100,
    rssMb: megabytes('VmRSS'),
    peakRssMb: megabytes('VmHWM'),
  };
}

/** Follows all of them; measures from when it is level with all chains. */
async function measure(organizations, databaseUrl, seconds) {
  const config = path.join(os.tmpdir(), `mandate-many-${process.pid}.json`);
  fs.writeFileSync(config, JSON.stringify({ organizations }));
  const port = await freePort();
  const env = { ...process.env, DATABASE_URL: databaseUrl, MANDATE_CONFIG: config, INDEXER_PORT: String(port) };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [entryOf('indexer')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    while (!(await isReady(port))) await pause(100);
    const readySeconds = (performance.now() - startedAt) / 1000;
    const before = costOf(child.pid);
    await pause(seconds * 1000);
    const after = costOf(child.pid);
    const idleCpuPercent = Math.round(((after.cpuSeconds - before.cpuSeconds) / seconds) * 1000) / 10;
    return { readySeconds, idleCpuPercent, rssMb: after.rssMb, peakRssMb: after.peakRssMb };
  } finally {
    child.kill('SIGTERM');
    fs.rmSync(config);
  }
}

const isReady = async (port) => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true;

const chainsCount = Number(options.chains);
const each = Math.ceil(Number(options.governors) / chainsCount);
ensureApiBuilt();
execFileSync(foundryBinary('forge'), ['build'], { cwd: root, env: { ...process.env, FOUNDRY_PROFILE: 'fixtures' } });
const database = await startBenchDatabase();
const chains = [];
try {
  for (let index = 0; index < chainsCount; index += 1) chains.push(await startChain(FIRST_CHAIN + index, each));
  const organizations = chains.flatMap((chain) => chain.organizations);
  const measured = await measure(organizations, database.url, Number(options.seconds));
  const rows = await database.query('SELECT count(*)::int AS organizations FROM organization');
  console.log(JSON.stringify({ governors: organizations.length, chains: chainsCount, ...rows[0], ...measured }));
} finally {
  for (const chain of chains) await chain.stop();
  await database.stop();
}
