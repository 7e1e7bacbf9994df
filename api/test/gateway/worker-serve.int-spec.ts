import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDirectory } from '../../src/artifacts/directory-tree.js';
import { AdapterRefused, GenerateFailed } from '../../src/gateway/serve-client.js';
import { ServeProcess } from '../../src/gateway/serve-process.js';
import { ask, eventually, servingOf, startGateway } from './support/running-gateway.js';

const root = path.resolve(import.meta.dirname, '../../..');
const python = path.join(root, '.venv/bin/python');
const workerDirectory = path.join(root, 'worker');
const PREPARE_MS = 480_000;
const READY_MS = 120_000;

const folder = mkdtempSync(path.join(tmpdir(), 'worker-serve-'));
let worker: { inputsDirectory: string; adapterDirectory: string };

/** Lays out the worker's inputs, unless they are there, and trains a small adapter. */
beforeAll(() => {
  const script = path.join(import.meta.dirname, 'support/prepare-worker.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the worker could not be prepared: ${stderr.slice(-2_000)}`);
  worker = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}, PREPARE_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the gateway before the worker's own serve process", () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;

  beforeAll(async () => {
    gateway = await startGateway({
      WORKER_COMMAND: `${python} -m mandate_worker`,
      WORKER_DIR: workerDirectory,
      WORKER_INPUTS_DIR: worker.inputsDirectory,
    });
    await gateway.rows.adopt(1, 'assistant', 1, { subject: 'assistant', training: [], canary: [] });
    await eventually(
      () => servingOf(gateway.url),
      ({ answering }) => answering !== null,
    );
  }, READY_MS);
  afterAll(() => gateway.stop());

  it('gets English from the base model', async () => {
    const answer = await ask(gateway.url, 'How do I bake a cake?');

    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/[A-Za-z]+ [a-z]+ [a-z]+/);
    expect(answer.header('x-mandate-lane')).toBe('base');
  });

  it('refuses a conversation that is longer than the context', async () => {
    const answer = await ask(gateway.url, 'How do I bake a cake? '.repeat(400));

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('tokens');
  });

  it('serves a trained adapter that became active', async () => {
    const { digest } = await gateway.artifacts.put(worker.adapterDirectory);
    const run = await gateway.rows.startCanary(1, digest.replace('sha256:', '0x'));
    await gateway.rows.activate(run);
    await eventually(
      () => servingOf(gateway.url),
      ({ active }) => active?.isLoaded === true,
    );

    const answer = await ask(gateway.url, 'How do I bake a cake?');

    expect(answer.status).toBe(200);
    expect(answer.header('x-mandate-run')).toBe(run.runId);
    expect(answer.text).not.toBe('');
  });
});

describe("the worker's serve process by itself", () => {
  it(
    're-hashes an adapter, and neither opens nor serves one that was changed on the way',
    async () => {
      const digest = await addDirectory(worker.adapterDirectory);
      const weights = path.join(worker.adapterDirectory, 'adapter_model.safetensors');
      chmodSync(weights, 0o644);
      appendFileSync(weights, 'one byte more');
      const serve = await startServe();

      try {
        await expect(serve.client?.loadAdapter(digest, worker.adapterDirectory)).rejects.toThrow(AdapterRefused);
        const messages = [{ role: 'user' as const, content: 'Hello!' }];
        const limits = { maxTokens: 4, temperature: 0, seed: null, contextTokens: 128 };
        await expect(serve.client?.generate({ adapter: digest, messages, ...limits })).rejects.toThrow(GenerateFailed);
      } finally {
        await serve.stop();
      }
    },
    READY_MS,
  );

  function startServe(): Promise<ServeProcess> {
    const options = {
      command: [python, '-m', 'mandate_worker'],
      workingDirectory: workerDirectory,
      baseDirectory: path.join(worker.inputsDirectory, 'base/mandate-tiny-1'),
      storeDirectory: folder,
      environment: { PATH: process.env.PATH ?? '' },
      readyTimeoutMs: READY_MS,
    };
    return new Promise((resolve) => {
      const serve = new ServeProcess(
        options,
        () => {},
        () => resolve(serve),
      );
      serve.start();
    });
  }
});
