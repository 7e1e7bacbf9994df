import type { FailoverProvider } from './failover-provider.js';

/** Lets the sends of one process sign one after another: others wait here, not each on a connection of the database. */
export class NonceQueue {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly provider: FailoverProvider,
    private readonly address: string,
  ) {}

  /** Does `work` after every earlier one has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The next free nonce, behind everything that waits to be mined. */
  async next(): Promise<number> {
    return this.provider.getTransactionCount(this.address, 'pending');
  }
}
