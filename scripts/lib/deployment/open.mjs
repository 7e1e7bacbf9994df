// The deployment that is to be verified: its file, its chain, and the artifacts that it is held against.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Contract, getAddress, isAddress, JsonRpcProvider } from 'ethers';
import { foundryBinary } from '../foundry.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const answerMilliseconds = 10_000;

/** Our contracts by their names in a deployment file. */
export const contractNames = {
  token: 'MandateToken',
  timelock: 'TreasuryTimelock',
  stakedMandate: 'StakedMandate',
  governor: 'MandateGovernor',
  policyRegistry: 'PolicyRegistry',
  runRegistry: 'RunRegistry',
  revenueAllocator: 'RevenueAllocator',
};

/**
 * @typedef {object} LiveDeployment
 * @property {string} file
 * @property {number} chainId
 * @property {number} blockNumber everything is read at this block
 * @property {number} startBlock the first block of the contracts
 * @property {JsonRpcProvider} provider
 * @property {Record<string, string>} addresses by their names in the file
 * @property {Record<string, {abi: unknown[], deployedBytecode: {object: string, immutableReferences?: Record<string, {start: number, length: number}[]>}}>} artifacts
 * @property {Record<string, Contract>} contracts
 */

/**
 * Opens a deployment. Whatever is missing is said in one sentence.
 * @param {string} rpcUrl
 * @param {string} [file] absent: contracts/deployments/<chain id>.json
 * @returns {Promise<LiveDeployment>}
 */
export async function openDeployment(rpcUrl, file) {
  const chainId = Number(await askForChain(rpcUrl));
  const from = file ?? path.join('contracts/deployments', `${chainId}.json`);
  const deployment = readDeployment(from);
  if (deployment.chainId !== chainId) {
    throw new Error(`${from} is of chain ${deployment.chainId}, and ${rpcUrl} answers for chain ${chainId}.`);
  }
  const artifacts = readArtifacts();
  const provider = new JsonRpcProvider(rpcUrl, chainId, { staticNetwork: true, cacheTimeout: -1 });
  const addresses = Object.fromEntries(Object.keys(contractNames).map((name) => [name, getAddress(deployment[name])]));
  const contracts = Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [name, new Contract(address, artifacts[name].abi, provider)]),
  );
  const blockNumber = await provider.getBlockNumber();
  const startBlock = deployment.startBlock ?? 0;
  return { file: from, chainId, blockNumber, startBlock, provider, addresses, artifacts, contracts };
}

async function askForChain(rpcUrl) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    const { result } = await response.json();
    if (!/^0x[0-9a-f]+$/i.test(result)) throw new Error('no chain id');
    return result;
  } catch {
    throw new Error(`No chain answers at ${rpcUrl}: start it, or name another address with --rpc.`);
  }
}

function readDeployment(file) {
  let text;
  try {
    text = fs.readFileSync(path.resolve(root, file), 'utf8');
  } catch {
    throw new Error(`There is no file ${file}: name the file of the deployment with --deployment.`);
  }
  const deployment = parse(text, file);
  const missing = Object.keys(contractNames).find((name) => !isAddress(deployment?.[name]));
  if (missing) throw new Error(`${file} has no address for "${missing}": it is not the file of a deployment.`);
  return deployment;
}

function parse(text, file) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON: it is not the file of a deployment.`);
  }
}

function readArtifacts() {
  const { status } = spawnSync(foundryBinary('forge'), ['build', '--quiet', 'contracts/src'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The contracts do not compile: the messages above say where.');
  const out = path.resolve(root, process.env.FOUNDRY_OUT || 'contracts/out');
  return Object.fromEntries(
    Object.entries(contractNames).map(([name, contract]) => [
      name,
      JSON.parse(fs.readFileSync(path.join(out, `${contract}.sol/${contract}.json`), 'utf8')),
    ]),
  );
}
