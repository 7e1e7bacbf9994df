import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Wakeups } from '../../store/wakeups.js';
import { ChangeIterator } from './change-iterator.js';

const CHANNELS = ['mandate_block', 'mandate_run'];
/** A connection can be dead without anybody being told: now and then there is a look without a wake-up. */
const SWEEP_MILLISECONDS = 10_000;

/** Turns the database's wake-ups into streams of values: the present one first, then each one that differs. */
@Injectable()
export class ChangeFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly open = new Set<ChangeIterator<unknown>>();
  private readonly wakeups: Wakeups;
  private sweep: NodeJS.Timeout | null = null;

  constructor(config: Config) {
    const logger = new Logger('ChangeFeed');
    this.wakeups = new Wakeups(
      config.env.DATABASE_URL,
      CHANNELS,
      () => this.wake(),
      (sentence) => logger.warn(sentence),
    );
  }

  onModuleInit(): Promise<void> {
    this.sweep = setInterval(() => this.wake(), SWEEP_MILLISECONDS);
    return this.wakeups.start();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.sweep) clearInterval(this.sweep);
    await Promise.all([...this.open].map((iterator) => iterator.return()));
    await this.wakeups.stop();
  }

  /** Values of `read`, each time that its `print` is another one. What is not there yet is waited for. */
  watch<T>(read: () => Promise<T | null>, print: (value: T) => Promise<string>): AsyncIterableIterator<T> {
    const iterator = new ChangeIterator(read, print, () => this.open.delete(iterator as ChangeIterator<unknown>));
    this.open.add(iterator as ChangeIterator<unknown>);
    return iterator;
  }

  private wake(): void {
    for (const iterator of this.open) iterator.wake();
  }
}
