/**
 * Reads again whenever it is woken and gives what differs from what it gave last. Wake-ups while it reads are one
 * wake-up; ending it ends a pending wait at once, which a generator could not.
 */
export class ChangeIterator<T> implements AsyncIterableIterator<T> {
  private isWoken = true;
  private isEnded = false;
  private resume: (() => void) | null = null;
  private lastPrint: string | null = null;

  constructor(
    private readonly read: () => Promise<T | null>,
    private readonly print: (value: T) => Promise<string>,
    private readonly onEnd: () => void,
  ) {}

  /** Something may have changed. */
  wake(): void {
    this.isWoken = true;
    this.resume?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.isEnded) {
      if (!this.isWoken) await new Promise<void>((resolve) => (this.resume = resolve));
      if (this.isEnded) break;
      this.isWoken = false;
      const value = await this.read();
      if (value === null) continue;
      const print = await this.print(value);
      if (print === this.lastPrint) continue;
      this.lastPrint = print;
      return { done: false, value };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.isEnded = true;
    this.resume?.();
    this.onEnd();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
