import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  Contract,
  ContractFactory,
  encodeBytes32String,
  getCreateAddress,
  HDNodeWallet,
  JsonRpcProvider,
  NonceManager,
  Wallet,
} from 'ethers';
import { startAnvil } from '../../../../scripts/lib/anvil.mjs';
import { foundryBinary } from '../../../../scripts/lib/foundry.mjs';
import { signReceipt } from '../../../src/executor/receipt.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const SUBJECT = encodeBytes32String('assistant');
const DIGEST = `0x${'9'.repeat(64)}`;
const CHALLENGE_SECONDS = 4;

/** The contract's run states, by their numbers. */
export const RunState = { canary: 4n, active: 5n, rolledBack: 8n } as const;

/** A metric's threshold, of the canary stage. */
export interface CanaryThreshold {
  metric: string;
  atMostE6: bigint;
}

/** The registries on a chain of their own, owned by the test, with a worker and an observer in bond. */
export async function startRegistries(canary: CanaryThreshold[]) {
  const anvil = await startAnvil({});
  const provider = new JsonRpcProvider(anvil.url, 31337, {
    staticNetwork: true,
    pollingInterval: 50,
    cacheTimeout: -1,
  });
  const [owner, worker, observer] = [0, 8, 9].map(developmentWallet) as [Wallet, Wallet, Wallet];
  const registries = await deploy(new NonceManager(owner.connect(provider)), owner.address, [worker, observer]);
  const chain = new RegistryChain(provider, registries, worker);
  await chain.adoptSafety(canary);

  return {
    chain,
    observerKey: observer.privateKey,
    under: {
      rpcUrl: anvil.url,
      policyRegistry: await registries.policies.getAddress(),
      runRegistry: await registries.runs.getAddress(),
    },
    stop: async () => {
      provider.destroy();
      await anvil.stop();
    },
  };
}

/** What a test does on that chain. */
export class RegistryChain {
  constructor(
    private readonly provider: JsonRpcProvider,
    private readonly registries: { policies: Contract; runs: Contract },
    private readonly worker: Wallet,
  ) {}

  /** Adopts a safety policy whose canary stage has these limits. */
  async adoptSafety(canary: CanaryThreshold[]): Promise<void> {
    const training = [{ metric: encodeBytes32String('refusal'), bound: 0, valueE6: 800_000n }];
    const limits = canary.map(({ metric, atMostE6 }) => ({
      metric: encodeBytes32String(metric),
      bound: 1,
      valueE6: atMostE6,
    }));
    await this.send(this.registries.policies, 'adoptSafety', { subject: SUBJECT, training, canary: limits });
  }

  /** Brings a new version of the model to its canary, with a receipt for an artifact. */
  async startCanary(artifactDigest: string, { canaryBps = 5_000, canarySeconds = 2, canaryRequests = 20 } = {}) {
    const { policies, runs } = this.registries;
    const policy = { subject: SUBJECT, job: '{}', canaryBps, canarySeconds, canaryRequests };
    const { runId, version } = await this.adoptModel(policies, policy);
    await this.send(runs.connect(this.worker.connect(this.provider)) as Contract, 'startAttempt', runId);
    const digests = { artifactDigest, evaluationDigest: DIGEST, provenanceDigest: DIGEST };
    const metrics = [{ name: encodeBytes32String('refusal'), valueE6: '900000' }];
    const receipt = { runId, attempt: 1, worker: this.worker.address, ...digests, metrics };
    const verifyingContract = await runs.getAddress();
    const domain = { name: 'RunRegistry', version: '1', chainId: 31337, verifyingContract };
    await this.send(runs, 'submitReceipt', receipt, await signReceipt(receipt, domain, this.worker));
    await this.pass(CHALLENGE_SECONDS);
    await this.send(runs, 'finalize', runId);
    return { runId, version };
  }

  stateOf(runId: string): Promise<bigint> {
    return this.registries.runs.getFunction('stateOf')(runId);
  }

  /** The events of one name, decoded. */
  async eventsOf(name: string) {
    const logs = await this.registries.runs.queryFilter(name, 0);
    return logs.map((log) => this.registries.runs.interface.parseLog(log)?.args);
  }

  /** Lets chain time pass, and mines a block. */
  async pass(seconds: number): Promise<void> {
    await this.provider.send('evm_increaseTime', [seconds]);
    await this.provider.send('evm_mine', []);
  }

  /** The time of the newest block. */
  async now(): Promise<Date> {
    const block = await this.provider.getBlock('latest');
    return new Date((block?.timestamp ?? 0) * 1_000);
  }

  private async adoptModel(policies: Contract, policy: object): Promise<{ runId: string; version: number }> {
    const receipt = await this.send(policies, 'adoptModel', policy);
    const events = receipt.logs.map((log) => policies.interface.parseLog(log));
    const adopted = events.find((event) => event?.name === 'PolicyAdopted');
    return { runId: adopted?.args.runId, version: Number(adopted?.args.version) };
  }

  private async send(contract: Contract, method: string, ...parameters: unknown[]) {
    const transaction = await contract.getFunction(method)(...parameters);
    return transaction.wait() as Promise<{ logs: { topics: string[]; data: string }[] }>;
  }
}

async function deploy(owner: NonceManager, ownerAddress: string, workers: Wallet[]) {
  const bond = 10n ** 18n;
  const token = await create('MandateToken', owner, [ownerAddress], [bond * 100n]);
  // The policies know the runs by an address that is computed before it exists: the one created next.
  const runsAddress = await addressAfterNext(owner);
  const policies = await create('PolicyRegistry', owner, ownerAddress, ownerAddress, runsAddress, ownerAddress, 2500);
  const terms = {
    attemptSeconds: 900,
    staleSeconds: 604_800,
    challengeWindowSeconds: CHALLENGE_SECONDS,
    rulingSeconds: 86_400,
    confirmationsRequired: 1,
    workerBond: bond,
    challengeBond: bond,
  };
  const runs = await create(
    'RunRegistry',
    owner,
    ownerAddress,
    await policies.getAddress(),
    await token.getAddress(),
    terms,
  );
  await (await token.getFunction('approve')(runsAddress, bond * 100n)).wait();
  for (const { address } of workers) {
    await (await runs.getFunction('setWorker')(address, true)).wait();
    await (await runs.getFunction('depositBond')(address, bond * 10n)).wait();
  }
  return { policies, runs };
}

async function create(name: string, owner: NonceManager, ...parameters: unknown[]): Promise<Contract> {
  const { abi, bytecode } = artifactOf(name);
  const deployed = await new ContractFactory(abi, bytecode, owner).deploy(...parameters);
  await deployed.waitForDeployment();
  return new Contract(await deployed.getAddress(), abi, owner);
}

async function addressAfterNext(owner: NonceManager): Promise<string> {
  return getCreateAddress({ from: await owner.getAddress(), nonce: (await owner.getNonce()) + 1 });
}

/** Compiles what is not compiled, which takes a moment when everything is. */
function artifactOf(name: string): { abi: object[]; bytecode: string } {
  compile();
  const file = path.join(root, `contracts/out/${name}.sol/${name}.json`);
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8'));
  return { abi, bytecode: bytecode.object };
}

let isCompiled = false;
function compile(): void {
  if (isCompiled) return;
  const sources = ['contracts/src', 'contracts/script'];
  const { status, stderr } = spawnSync(foundryBinary('forge'), ['build', ...sources], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`forge build failed: ${stderr}`);
  isCompiled = true;
}

function developmentWallet(index: number): Wallet {
  const phrase = 'test test test test test test test test test test test junk';
  return new Wallet(HDNodeWallet.fromPhrase(phrase, undefined, `m/44'/60'/0'/0/${index}`).privateKey);
}
