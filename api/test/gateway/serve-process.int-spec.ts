import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { GenerateFailed, GenerateRejected } from '../../src/gateway/serve-client.js';
import { ServeProcess } from '../../src/gateway/serve-process.js';

const double = path.join(import.meta.dirname, 'support/serve-double.mjs');
const question = (content: string) => ({
  adapter: null,
  messages: [{ role: 'user' as const, content }],
  maxTokens: 8,
  temperature: 0,
  seed: null,
  contextTokens: 256,
});

let running: ServeProcess | undefined;
afterEach(() => running?.stop());

/** Starts a process; `changed()` resolves at its next change of state. */
function startServe(command: string[] = [process.execPath, double], readyTimeoutMs = 10_000) {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  const directories = { workingDirectory: '.', baseDirectory: 'base', storeDirectory: 'store' };
  const options = { command, ...directories, environment: { PATH: process.env.PATH ?? '' }, readyTimeoutMs };
  const serve = new ServeProcess(
    options,
    (sentence) => log.push(sentence),
    () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  );
  running = serve;
  serve.start();
  return { serve, log, changed: () => new Promise<void>((resolve) => waiting.push(resolve)) };
}

describe('the serve process', () => {
  it('is there once it says that it is ready, whatever else was printed', async () => {
    const { serve, changed } = startServe();
    expect(serve.client).toBeNull();
    await changed();

    expect(serve.problem).toBeNull();
    expect(await serve.client?.isHealthy()).toBe(true);
    expect(await serve.client?.generate(question('hello'))).toEqual({
      text: 'base says: hello',
      finishReason: 'stop',
      promptTokens: 1,
      completionTokens: 4,
    });
  });

  it('sees nothing of an environment but what it is given', async () => {
    process.env.OBSERVER_DEV_KEY = 'a secret';
    const { serve, changed } = startServe();
    delete process.env.OBSERVER_DEV_KEY;
    await changed();

    expect((await serve.client?.generate(question('environment')))?.text).toBe('PATH');
  });

  it('is started again when it dies, as a new client', async () => {
    const { serve, changed } = startServe();
    await changed();
    const first = serve.client;
    const firstPid = serve.pid;

    const died = changed();
    await expect(first?.generate(question('crash'))).rejects.toBeInstanceOf(GenerateFailed);
    await died;
    expect(serve.client).toBeNull();
    expect(serve.problem).toBe('the serve process ended (exit code 3)');
    await changed();

    expect(serve.client).not.toBe(first);
    expect(serve.pid).not.toBe(firstPid);
    expect((await serve.client?.generate(question('again')))?.text).toBe('base says: again');
  });

  it('tells a request that is at fault from an answer that failed', async () => {
    const { serve, changed } = startServe();
    await changed();

    await expect(serve.client?.generate(question('x'.repeat(3_000)))).rejects.toBeInstanceOf(GenerateRejected);
    await expect(serve.client?.generate(question('large'))).rejects.toBeInstanceOf(GenerateRejected);
    await expect(serve.client?.generate(question('fail'))).rejects.toThrow('out of memory');
  });

  it('says why when the program does not exist', async () => {
    const { serve, changed } = startServe(['./no-such-program']);
    await changed();

    expect(serve.problem).toMatch(/could not be started: .*ENOENT/);
  });

  it('gives up on a process that never becomes ready', async () => {
    const { serve, changed } = startServe([process.execPath, '-e', 'process.stdin.resume()', '--'], 200);
    await changed();

    expect(serve.problem).toBe('the serve process was not ready after 0.2 s');
  });

  it('is gone after a stop, and stays gone', async () => {
    const { serve, changed } = startServe();
    await changed();
    const pid = serve.pid ?? 0;

    await serve.stop();

    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(serve.client).toBeNull();
  });
});
