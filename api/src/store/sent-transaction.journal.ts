import type { DataSource } from 'typeorm';
import { SentTransactionEntity } from './sent-transaction.entity.js';

/** What ChainSender remembers of the transactions that it signed. */
export class SentTransactionJournal {
  constructor(private readonly dataSource: DataSource) {}

  /** The transaction that was signed last for `key`, or null. */
  find(key: string): Promise<SentTransactionEntity | null> {
    return this.dataSource.getRepository(SentTransactionEntity).findOneBy({ key });
  }

  /** Writes a signed transaction down, in place of an earlier one for the same key. */
  async write(entry: SentTransactionEntity): Promise<void> {
    await this.dataSource.getRepository(SentTransactionEntity).upsert(entry, ['key']);
  }

  /** Notes what became of it. */
  async mark(key: string, state: string): Promise<void> {
    await this.dataSource.getRepository(SentTransactionEntity).update({ key }, { state });
  }
}
