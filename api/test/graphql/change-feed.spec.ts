import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Config } from '../../src/config/config.js';
import { ChangeFeed } from '../../src/graphql/live/change-feed.js';

beforeEach(() => {
  Logger.overrideLogger(false);
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

it('sees a change within seconds, though nobody is told of it', async () => {
  const nowhere = { env: { DATABASE_URL: 'postgres://127.0.0.1:1/nothing' } } as Config;
  const feed = new ChangeFeed(nowhere);
  await feed.onModuleInit();
  let value = 'before';
  const values = feed.watch(
    async () => value,
    async (print) => print,
  );
  expect((await values.next()).value).toBe('before');

  const next = values.next();
  value = 'after';
  await jest.advanceTimersByTimeAsync(10_000);

  expect((await next).value).toBe('after');
  await feed.onApplicationShutdown();
});
