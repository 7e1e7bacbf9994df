import { type DataSource, type EntityManager, In } from 'typeorm';
import { LeasedLock } from './leased-lock.js';
import { SentTransactionEntity } from './sent-transaction.entity.js';

/** What ChainSender remembers of the transactions that it signed. */
export class SentTransactionJournal {
  constructor(
    private readonly dataSource: DataSource,
    private readonly db: EntityManager = dataSource.manager,
  ) {}

  /** The transaction of this very name, or null. */
  find(key: string): Promise<SentTransactionEntity | null> {
    return this.db.findOneBy(SentTransactionEntity, { key });
  }

  /** Those of several names that are there. */
  findAll(keys: readonly string[]): Promise<SentTransactionEntity[]> {
    return this.db.findBy(SentTransactionEntity, { key: In([...keys]) });
  }

  /** Every transaction that was signed with a nonce of an account. */
  findByNonce(
    { chainId, sender }: { chainId: number; sender: string },
    nonce: number,
  ): Promise<SentTransactionEntity[]> {
    return this.db.findBy(SentTransactionEntity, { chainId, sender, nonce });
  }

  /** Writes a signed transaction down. A name is given once: writing another one under it throws. */
  async write(entry: SentTransactionEntity): Promise<void> {
    await this.db.insert(SentTransactionEntity, entry);
  }

  /** Notes what became of it. */
  async mark(key: string, state: string): Promise<void> {
    await this.db.update(SentTransactionEntity, { key }, { state });
  }

  /** Does `work` while nobody else signs for this account, in whatever process. */
  async exclusively<T>(
    { chainId, sender }: { chainId: number; sender: string },
    work: (journal: SentTransactionJournal) => Promise<T>,
  ): Promise<T> {
    const lock = await LeasedLock.take(this.dataSource, `nonces of ${sender} on chain ${chainId}`);
    try {
      return await work(new SentTransactionJournal(this.dataSource, lock.runner.manager));
    } finally {
      await lock.release();
    }
  }
}
