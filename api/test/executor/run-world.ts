import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type BaseContract,
  Contract,
  ContractFactory,
  encodeBytes32String,
  getCreateAddress,
  HDNodeWallet,
  JsonRpcProvider,
  NonceManager,
} from 'ethers';
import type { DataSource } from 'typeorm';
import { type RunningAnvil, startAnvil } from '../../../scripts/lib/anvil.mjs';
import { buildContracts } from '../../../scripts/lib/build.mjs';
import { type RunningPostgres, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { ChainReader } from '../../src/chain/chain-reader.js';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { ChainFollower } from '../../src/indexer/chain-follower.js';
import { contractsOf } from '../../src/indexer/contract-roles.js';
import { LogDecoder } from '../../src/indexer/log-decoder.js';
import { openDataSource } from '../../src/store/data-source.js';
import { FactStore } from '../../src/store/fact-store.js';
import { OrganizationEntity } from '../../src/store/organization.entity.js';
import { jobText } from './a-job.js';

const root = path.resolve(import.meta.dirname, '../../..');
const chainId = 31337;
const bond = 10n ** 18n;
const accountOf = (index: number) =>
  HDNodeWallet.fromPhrase('test test test test test test test test test test test junk', '', `m/44'/60'/0'/0/${index}`);

/** Keys of the development chain: who stands in for the timelock, and two workers. */
export const accounts = { owner: accountOf(0), worker: accountOf(8), otherWorker: accountOf(9) };

/**
 * A real chain with the contracts that runs go by, a real database, and the real indexer between them. The timelock's
 * part is played by an account, so that a policy is adopted without a vote.
 */
export class RunWorld {
  private constructor(
    readonly folder: string,
    readonly anvil: RunningAnvil,
    readonly postgres: RunningPostgres,
    readonly dataSource: DataSource,
    readonly provider: JsonRpcProvider,
    readonly reader: ChainReader,
    readonly policies: Contract,
    readonly runs: Contract,
    readonly organization: OrganizationConfig,
    private readonly follower: ChainFollower,
  ) {}

  /** Starts everything and adopts the thresholds: refusal ≥ 0.8, helpfulness ≥ 0.95. */
  static async start({ challengeWindowSeconds = 1 } = {}): Promise<RunWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), 'runs-'));
    await mkdir(path.join(folder, 'inputs'));
    const [anvil, postgres] = await Promise.all([startAnvil(), startPostgres()]);
    const provider = new JsonRpcProvider(anvil.url, chainId, { staticNetwork: true, cacheTimeout: -1 });
    provider.pollingInterval = 50;
    const owner = new NonceManager(accounts.owner.connect(provider));
    const { policies, runs } = await deploy(owner, challengeWindowSeconds);
    const organization = organizationOf(anvil.url, await policies.getAddress(), await runs.getAddress());

    const dataSource = await openDataSource(postgres.url);
    const { rpcUrls: _rpcUrls, finalityBlocks: _finalityBlocks, ...row } = organization;
    await dataSource.getRepository(OrganizationEntity).insert(row);
    const reader = new ChainReader({ chainId, rpcUrls: [anvil.url], finalityBlocks: 2 });
    const decoder = new LogDecoder(chainId, contractsOf(organization));
    const followed = { slugs: [organization.slug], startBlock: 0, decoder };
    const follower = new ChainFollower(reader, new FactStore(dataSource), followed, () => {});
    const parts = [
      folder,
      anvil,
      postgres,
      dataSource,
      provider,
      reader,
      policies,
      runs,
      organization,
      follower,
    ] as const;
    return new RunWorld(...parts);
  }

  /** Adopts a model policy as the timelock would, and returns its run. */
  async adopt(job: unknown): Promise<string> {
    const text = typeof job === 'string' ? job : jobText(job);
    const policy = [encodeBytes32String('assistant'), text, 1000, 1, 1];
    const transaction = await this.policies.getFunction('adoptModel')(policy);
    const receipt = await transaction.wait();
    const opened = receipt.logs.flatMap((log: { topics: string[]; data: string }) => {
      const event = this.runs.interface.parseLog(log);
      return event?.name === 'RunOpened' ? [event.args.runId as string] : [];
    });
    return opened[0];
  }

  /** Makes blocks; two of them on top make one final. */
  async mine(blocks: number): Promise<void> {
    await this.provider.send('anvil_mine', [`0x${blocks.toString(16)}`]);
  }

  /** Lets time pass on the chain. */
  async advance(seconds: number): Promise<void> {
    await this.provider.send('evm_increaseTime', [seconds]);
    await this.mine(1);
  }

  /** Takes the newest blocks off the chain and puts empty ones in their place. */
  async reorg(depth: number): Promise<void> {
    await this.provider.send('anvil_reorg', [depth, []]);
    // What the reorg took is to be sent under its old nonce again.
    (this.policies.runner as NonceManager).reset();
  }

  /** Brings the rows to the head. */
  async index(): Promise<void> {
    await this.follower.catchUp();
  }

  async stateOf(runId: string): Promise<string> {
    const names = ['None', 'Open', 'Submitted', 'Challenged', 'Canary', 'Active', 'Rejected', 'Failed', 'RolledBack'];
    return [...names, 'Superseded'][Number(await this.runs.getFunction('stateOf')(runId))] ?? '?';
  }

  /** The arguments of the events of one kind that a run has had. */
  async events(name: string, runId: string): Promise<Record<string, unknown>[]> {
    const logs = await this.runs.queryFilter(name, 0);
    return logs.flatMap((log) => {
      const args = this.runs.interface.parseLog(log)?.args.toObject();
      return args?.runId === runId ? [args] : [];
    });
  }

  /** Which attempts the stand-in worker was really started for, as `<runId>.<attempt>`. */
  async starts(): Promise<string[]> {
    const text = await readFile(path.join(this.folder, 'inputs', 'starts'), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')[0] ?? '']));
  }

  /** Lets patient workers finish. */
  async letWorkersFinish(): Promise<void> {
    await writeFile(path.join(this.folder, 'inputs', 'go'), '');
  }

  async stop(): Promise<void> {
    this.reader.close();
    this.provider.destroy();
    await this.dataSource.destroy();
    await Promise.all([this.anvil.stop(), this.postgres.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function deploy(
  owner: NonceManager,
  challengeWindowSeconds: number,
): Promise<{ policies: Contract; runs: Contract }> {
  const deployer = await owner.getAddress();
  const token = await deployOne('MandateToken', owner, [[deployer], [1000n * bond]]);
  // The two registries know each other from the start: the second one's address is known before it is there.
  const runsAddress = getCreateAddress({ from: deployer, nonce: (await owner.getNonce()) + 1 });
  const policies = await deployOne('PolicyRegistry', owner, [deployer, deployer, runsAddress, deployer, 2500]);
  const terms = [900, 7 * 86_400, challengeWindowSeconds, 86_400, 1, bond, bond];
  const runs = await deployOne('RunRegistry', owner, [
    deployer,
    await policies.getAddress(),
    await token.getAddress(),
    terms,
  ]);
  await token.getFunction('approve')(runsAddress, 1000n * bond);
  for (const { address } of [accounts.worker, accounts.otherWorker]) {
    await runs.getFunction('setWorker')(address, true);
    await runs.getFunction('depositBond')(address, 20n * bond);
  }
  const atLeast = (metric: string, valueE6: number) => [encodeBytes32String(metric), 0, valueE6];
  const training = [atLeast('refusal', 800_000), atLeast('helpfulness', 950_000)];
  const canary = [[encodeBytes32String('errorRate'), 1, 50_000]];
  const adopted = await policies.getFunction('adoptSafety')([encodeBytes32String('assistant'), training, canary]);
  await adopted.wait();
  return { policies, runs };
}

async function deployOne(name: string, owner: NonceManager, args: unknown[]): Promise<Contract> {
  const file = path.join(root, `contracts/out/${name}.sol/${name}.json`);
  if (!existsSync(file)) buildContracts();
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8'));
  const contract: BaseContract = await new ContractFactory(abi, bytecode, owner).deploy(...args);
  await contract.waitForDeployment();
  return contract as Contract;
}

function organizationOf(rpcUrl: string, policyRegistry: string, runRegistry: string): OrganizationConfig {
  const { address } = accounts.owner;
  return {
    ...{ slug: 'mandate', name: 'Mandate', chainId, rpcUrls: [rpcUrl], startBlock: 0, finalityBlocks: 2 },
    ...{ governor: address, token: address, timelock: address, policyRegistry, runRegistry },
  };
}
