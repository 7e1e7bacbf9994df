import type { FailoverProvider } from './failover-provider.js';

/** Gives out the nonces of one account one at a time, so that two sends of a process cannot take the same. */
export class NonceQueue {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly provider: FailoverProvider,
    private readonly address: string,
  ) {}

  /** Calls `use` with the next free nonce, after every earlier call has ended. */
  withNext<T>(use: (nonce: number) => Promise<T>): Promise<T> {
    const turn = this.last.then(async () => use(await this.provider.getTransactionCount(this.address, 'pending')));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
