import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { startPostgres } from '../../../../scripts/lib/postgres.mjs';
import { ArtifactStore } from '../../../src/artifacts/artifact-store.js';
import { Config } from '../../../src/config/config.js';
import { GatewayModule } from '../../../src/gateway/gateway.module.js';
import { MANDATE_HEADERS } from '../../../src/gateway/mandate-headers.js';
import { CHAIN_ID, ChainRows, GOVERNOR, POLICY_REGISTRY, RUN_REGISTRY } from './chain-rows.js';

const double = path.join(import.meta.dirname, 'serve-double.mjs');

/** The addresses of a chain that a test brings itself. */
export interface ChainUnderTest {
  rpcUrl: string;
  policyRegistry: string;
  runRegistry: string;
}

const noChain: ChainUnderTest = {
  rpcUrl: 'http://127.0.0.1:9',
  policyRegistry: POLICY_REGISTRY,
  runRegistry: RUN_REGISTRY,
};

/** A whole gateway on a database of its own. Its serve process is the protocol's double, unless `env` names another. */
export async function startGateway(env: Record<string, string> = {}, chain: ChainUnderTest = noChain) {
  const home = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  const postgres = await startPostgres();
  const artifactDirectory = path.join(home, 'artifacts');
  mkdirSync(path.join(home, 'inputs/base/mandate-tiny-1'), { recursive: true });
  const config = Config.load({
    DATABASE_URL: postgres.url,
    MANDATE_CONFIG: writeOrganizations(home, chain),
    WORKER_COMMAND: `${process.execPath} ${double}`,
    WORKER_DIR: home,
    WORKER_INPUTS_DIR: path.join(home, 'inputs'),
    ARTIFACT_DIR: artifactDirectory,
    GATEWAY_PROBES: 'off',
    ...env,
  });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.forRoot(config), new FastifyAdapter(), {
    logger: ['error'],
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.enableCors({ origin: true, exposedHeaders: [...MANDATE_HEADERS] });
  await app.listen(0, '127.0.0.1');
  const dataSource = app.get(DataSource);
  const artifacts = new ArtifactStore(artifactDirectory);

  return {
    url: await app.getUrl(),
    dataSource,
    rows: new ChainRows(dataSource),
    artifacts,
    home,
    /** Puts a small artifact into the store; its digest as it stands on chain, and its place. */
    putArtifact: async (text: string) => {
      const directory = mkdtempSync(path.join(home, 'adapter-'));
      writeFileSync(path.join(directory, 'adapter_model.safetensors'), text);
      const stored = await artifacts.put(directory);
      return { digest: stored.digest.replace('sha256:', '0x'), path: stored.path };
    },
    stop: async () => {
      await app.close();
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** One answer of the gateway. */
export interface GatewayAnswer {
  status: number;
  text: string;
  finishReason: string | undefined;
  header: (name: string) => string | null;
}

/** Asks the gateway as any OpenAI client would. */
export async function ask(url: string, content: string, session = 'test'): Promise<GatewayAnswer> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-session-id': session },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content }] }),
  });
  const body = (await response.json()) as {
    choices?: { message: { content: string }; finish_reason: string }[];
    error?: { message: string };
  };
  const [choice] = body.choices ?? [];
  return {
    status: response.status,
    text: choice?.message.content ?? body.error?.message ?? '',
    finishReason: choice?.finish_reason,
    header: (name) => response.headers.get(name),
  };
}

/** What the gateway says that it serves. */
export async function servingOf(url: string) {
  return (await fetch(`${url}/v1/mandate/serving`)).json() as Promise<{
    policies: Record<string, { version: number; digest: string } | null>;
    active: { runId: string; digest: string; isLoaded: boolean; requests: number } | null;
    canary: { runId: string; weightBps: number; requests: number; probes: number; metrics: object } | null;
    answering: { lane: string; runId: string | null; digest: string | null } | null;
    problems: string[];
  }>;
}

/** Asks again and again until the answer satisfies; the test's own timeout ends a wait that is in vain. */
export async function eventually<T>(askOnce: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await askOnce();
    if (satisfies(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function writeOrganizations(home: string, { rpcUrl, policyRegistry, runRegistry }: ChainUnderTest): string {
  const file = path.join(home, 'organizations.json');
  const address = '0x5000000000000000000000000000000000000005';
  const organization = {
    slug: 'acme',
    name: 'Acme',
    chainId: CHAIN_ID,
    rpcUrls: [rpcUrl],
    governor: GOVERNOR,
    token: address,
    timelock: address,
    policyRegistry,
    runRegistry,
  };
  writeFileSync(file, JSON.stringify({ organizations: [organization] }));
  return file;
}
