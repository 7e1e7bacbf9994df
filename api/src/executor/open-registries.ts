import type { DataSource } from 'typeorm';
import type { ChainReaders } from '../chain/chain-readers.js';
import { ChainSender } from '../chain/chain-sender.js';
import { openSigner } from '../chain/signer.js';
import type { Config } from '../config/config.js';
import { SentTransactionJournal } from '../store/sent-transaction.journal.js';
import type { RegistryOf } from './reconciler.js';
import { RunRegistry } from './run-registry.js';

/** Opens the worker's key for every chain that has a RunRegistry, and finds the contract of a run. */
export async function openRegistries(
  config: Config,
  readers: ChainReaders,
  dataSource: DataSource,
): Promise<RegistryOf> {
  const registries = new Map<string, RunRegistry>();
  const senders = new Map<number, Awaited<ReturnType<typeof openSender>>>();
  for (const { chainId, runRegistry } of config.organizations) {
    if (runRegistry === undefined) continue;
    const opened = senders.get(chainId) ?? (await openSender(config, readers, dataSource, chainId));
    senders.set(chainId, opened);
    registries.set(
      `${chainId} ${runRegistry}`,
      new RunRegistry(runRegistry, readers.of(chainId), opened.sender, opened.wallet),
    );
  }
  return (chainId, address) => {
    const registry = registries.get(`${chainId} ${address}`);
    if (registry === undefined) throw new Error(`no organization has the RunRegistry ${address} on chain ${chainId}`);
    return registry;
  };
}

async function openSender({ env }: Config, readers: ChainReaders, dataSource: DataSource, chainId: number) {
  const wallet = await openSigner({
    name: 'WORKER',
    keystorePath: env.WORKER_KEYSTORE,
    passwordPath: env.WORKER_KEYSTORE_PASSWORD_FILE,
    devKey: env.WORKER_DEV_KEY,
    chainId,
  });
  const { provider } = readers.of(chainId);
  return { wallet, sender: new ChainSender(provider, wallet, new SentTransactionJournal(dataSource)) };
}
