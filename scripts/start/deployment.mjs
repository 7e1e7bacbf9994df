// The contracts on the local chain: deployed once per data directory, found again by every later start.
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { lastLines, runLogged } from '../lib/commands.mjs';
import { foundryBinary } from '../lib/foundry.mjs';
import { startOf } from '../lib/process-identity.mjs';
import { developmentKeys } from './development-keys.mjs';
import { root } from './settings.mjs';

/** The deployment of this data directory: its file when the chain still has the code, else a new one. */
export async function ensureDeployment({ dataDir, chainId }, rpcUrl, say) {
  const file = path.join(dataDir, 'deployment.json');
  if (existsSync(file)) {
    const deployment = JSON.parse(readFileSync(file, 'utf8'));
    if (await hasCode(rpcUrl, deployment.governor)) return { deployment, isNew: false };
    throw new Error(`${file} names contracts that the local chain does not have: remove ${dataDir} to start over.`);
  }
  say('Deploying the contracts…');
  const deployment = await deploy(file, rpcUrl);
  // The stack in the standard place is the one that people mean by “the local deployment”.
  if (dataDir === path.join(root, '.data'))
    copyFileSync(file, path.join(root, `contracts/deployments/${chainId}.json`));
  return { deployment, isNew: true };
}

const deployments = path.join(root, 'contracts/deployments');
const unfinishedName = /^unfinished-(\d+)\.json$/;

/** Removes what deployments left behind that were cut off together with their process. */
function removeAbandoned() {
  for (const name of readdirSync(deployments)) {
    const pid = unfinishedName.exec(name)?.[1];
    if (pid && startOf(Number(pid)) === null) rmSync(path.join(deployments, name), { force: true });
  }
}

async function deploy(file, rpcUrl) {
  removeAbandoned();
  // forge may write below contracts/deployments only; each data directory keeps its own.
  const written = `contracts/deployments/unfinished-${process.pid}.json`;
  const script = [foundryBinary('forge'), 'script', 'contracts/script/Deploy.s.sol'];
  const how = ['--rpc-url', rpcUrl, '--broadcast', '--slow', '--private-key', developmentKeys.deployer];
  // Not synchronously: the chain is a child of ours, and stands still when nobody reads what it prints.
  const { code, output } = await runLogged([...script, ...how], {
    logFile: path.join(path.dirname(file), 'logs/deploy.log'),
    env: { DEPLOYMENT_FILE: written, FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' },
  });
  if (code !== 0) throw new Error(`The contracts could not be deployed:\n${lastLines(output, 20)}`);

  // The data directory may be on another disk, to which nothing can be renamed.
  copyFileSync(path.join(root, written), `${file}.unfinished`);
  renameSync(`${file}.unfinished`, file);
  rmSync(path.join(root, written));
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function hasCode(rpcUrl, address) {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'eth_getCode',
    params: [address, 'latest'],
  });
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return (await response.json()).result?.length > 2;
}
