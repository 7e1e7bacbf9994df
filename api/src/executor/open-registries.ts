import type { BaseWallet } from 'ethers';
import type { DataSource } from 'typeorm';
import { ChainReader } from '../chain/chain-reader.js';
import type { ChainReaders } from '../chain/chain-readers.js';
import { ChainSender } from '../chain/chain-sender.js';
import { openSigner } from '../chain/signer.js';
import type { Config } from '../config/config.js';
import { SentTransactionJournal } from '../store/sent-transaction.journal.js';
import { RunRegistry } from './run-registry.js';
import { Witnesses } from './witnesses.js';

/** What we need at one chain: the worker's key, and every endpoint. */
interface ChainTools {
  readonly wallet: BaseWallet;
  readonly sender: ChainSender;
  readonly witnesses: Witnesses;
}

/** The RunRegistry of every configured organization, each with the worker's key. */
export class OpenRegistries {
  private constructor(
    private readonly registries: ReadonlyMap<string, RunRegistry>,
    private readonly chains: ReadonlyMap<number, ChainTools>,
  ) {}

  /** Opens the key. Throws `SignerRefused` when there is none, or none for one of the chains. */
  static async open(config: Config, readers: ChainReaders, dataSource: DataSource): Promise<OpenRegistries> {
    const registries = new Map<string, RunRegistry>();
    const chains = new Map<number, ChainTools>();
    for (const { chainId, runRegistry } of config.organizations) {
      if (runRegistry === undefined) continue;
      const tools = chains.get(chainId) ?? (await openChain(config, readers, dataSource, chainId));
      chains.set(chainId, tools);
      const { sender, wallet, witnesses } = tools;
      const registry = new RunRegistry(runRegistry, readers.of(chainId), sender, wallet, witnesses);
      registries.set(`${chainId} ${runRegistry}`, registry);
    }
    return new OpenRegistries(registries, chains);
  }

  /** The registry at an address. Throws when no organization has it. */
  of(chainId: number, address: string): RunRegistry {
    const registry = this.registries.get(`${chainId} ${address}`);
    if (registry === undefined) throw new Error(`no organization has the RunRegistry ${address} on chain ${chainId}`);
    return registry;
  }

  /** The account of our key. */
  get worker(): string {
    return [...this.chains.values()][0]?.sender.address ?? '';
  }

  /** What our account can spend, chain by chain. */
  async balances(): Promise<{ chainId: number; account: string; balanceWei: bigint }[]> {
    return Promise.all(
      [...this.chains].map(async ([chainId, { sender }]) => {
        return { chainId, account: sender.address, balanceWei: await sender.balanceWei() };
      }),
    );
  }

  /** Ends the connections of its own. */
  close(): void {
    for (const { witnesses } of this.chains.values()) witnesses.close();
  }
}

/** The endpoints of a chain, each asked by itself. */
export function witnessesOf(config: Config, chainId: number): Witnesses {
  const chain = config.chains.find((one) => one.chainId === chainId);
  if (chain === undefined) throw new Error(`chain ${chainId} is not configured`);
  const urls = chain.rpcUrls.filter((url) => url.startsWith('http'));
  const readers = urls.map((url) => new ChainReader({ chainId, rpcUrls: [url], finalityBlocks: chain.finalityBlocks }));
  return new Witnesses(chainId, readers);
}

async function openChain(
  config: Config,
  readers: ChainReaders,
  dataSource: DataSource,
  chainId: number,
): Promise<ChainTools> {
  const { env } = config;
  const wallet = await openSigner({
    name: 'WORKER',
    keystorePath: env.WORKER_KEYSTORE,
    passwordPath: env.WORKER_KEYSTORE_PASSWORD_FILE,
    devKey: env.WORKER_DEV_KEY,
    chainId,
  });
  const { provider } = readers.of(chainId);
  const sender = new ChainSender(provider, wallet, new SentTransactionJournal(dataSource));
  return { wallet, sender, witnesses: witnessesOf(config, chainId) };
}
