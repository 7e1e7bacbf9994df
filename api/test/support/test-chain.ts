import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { JsonRpcProvider } from 'ethers';
import { startAnvil } from '../../../scripts/lib/anvil.mjs';
import { foundryBinary } from '../../../scripts/lib/foundry.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

/** anvil's first account: public knowledge, worth nothing. */
const DEPLOYER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/** A local chain of a test's own. */
export interface TestChain {
  url: string;
  provider: JsonRpcProvider;
  /** Mines empty blocks. */
  mine(blocks: number): Promise<void>;
  /** Remembers the chain as it is; `revertTo` goes back there. */
  snapshot(): Promise<string>;
  revertTo(snapshot: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an empty chain. */
export async function startTestChain(): Promise<TestChain> {
  const anvil = await startAnvil();
  const provider = new JsonRpcProvider(anvil.url, 31337, {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: 50,
  });
  return {
    url: anvil.url,
    provider,
    mine: async (blocks) => void (await provider.send('anvil_mine', [`0x${blocks.toString(16)}`])),
    snapshot: () => provider.send('evm_snapshot', []),
    revertTo: async (snapshot) => {
      await provider.send('evm_revert', [snapshot]);
      // The clock is not taken back: without this the next blocks could share a second with the last one.
      const latest = await provider.getBlock('latest');
      await provider.send('evm_setTime', [(latest?.timestamp ?? 0) + 1]);
      await provider.send('evm_mine', []);
    },
    stop: async () => {
      provider.destroy();
      await anvil.stop();
    },
  };
}

/** The addresses that the deployment script writes. */
export interface Deployment {
  startBlock: number;
  token: string;
  stakedMandate: string;
  governor: string;
  timelock: string;
  policyRegistry: string;
  runRegistry: string;
  revenueAllocator: string;
}

/** Deploys one organization by the script that everybody uses. */
export async function deployOrganization(chain: TestChain): Promise<Deployment> {
  const file = `contracts/deployments/test-${process.pid}-${Date.now()}.json`;
  const script = ['script', 'contracts/script/Deploy.s.sol', '--rpc-url', chain.url, '--broadcast'];
  await mkdir(path.join(root, 'contracts/deployments'), { recursive: true });
  try {
    await promisify(execFile)(foundryBinary('forge'), [...script, '--private-key', DEPLOYER_KEY], {
      cwd: root,
      env: { ...process.env, DEPLOYMENT_FILE: file },
    });
    return JSON.parse(await readFile(path.join(root, file), 'utf8'));
  } finally {
    await rm(path.join(root, file), { force: true });
  }
}
