import { appendFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, eventually, servingOf, startGateway } from './support/running-gateway.js';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

const askFor = (model: string) => JSON.stringify({ model, messages: [{ role: 'user', content: 'a' }] });

/** Waits until the gateway has read the last block. */
const until = (gateway: Gateway, satisfies: (serving: Awaited<ReturnType<typeof servingOf>>) => boolean) =>
  eventually(() => servingOf(gateway.url), satisfies);

async function startReady(env: Record<string, string> = {}): Promise<Gateway> {
  const gateway = await startGateway(env);
  await gateway.rows.adopt(1, 'assistant', 1, { subject: 'assistant', training: [], canary: [] });
  await until(gateway, ({ answering }) => answering !== null);
  return gateway;
}

describe('the gateway, from the base model to the second revision', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startReady();
  });
  afterAll(() => gateway.stop());

  it('answers with the base model while nothing is active, and says so', async () => {
    const answer = await ask(gateway.url, 'hello');

    expect(answer).toMatchObject({ status: 200, text: 'base says: hello', finishReason: 'stop' });
    expect(answer.header('x-mandate-lane')).toBe('base');
    expect(answer.header('x-mandate-revision')).toBe('base');
    expect(answer.header('x-mandate-run')).toBe('none');
  });

  it('is one model to the clients of OpenAI', async () => {
    const models = await (await fetch(`${gateway.url}/v1/models`)).json();

    expect(models).toMatchObject({ object: 'list', data: [{ id: 'assistant', object: 'model' }] });
  });

  it('answers in chunks to a client that streams', async () => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'assistant', stream: true, messages: [{ role: 'user', content: 'one two' }] }),
    });
    const events = (await response.text()).trim().split('\n\n');

    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-mandate-lane')).toBe('base');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
    expect(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('')).toBe('base says: one two');
  });

  it('lets pages of any origin read the headers', async () => {
    const response = await fetch(`${gateway.url}/v1/models`, { headers: { origin: 'http://127.0.0.1:3000' } });

    expect(response.headers.get('access-control-expose-headers')).toContain('x-mandate-revision');
  });

  it.each([
    ['no JSON', '{', 400, { param: null, code: null }],
    ['no messages', JSON.stringify({ model: 'assistant' }), 400, { param: 'messages', code: null }],
    ['another model', askFor('x'), 404, { param: 'model', code: 'model_not_found' }],
  ])('refuses %s in the shape of OpenAI', async (_what, body, status, details) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, body });

    expect(response.status).toBe(status);
    const error = { message: expect.any(String), type: 'invalid_request_error', ...details };
    expect(await response.json()).toEqual({ error });
  });

  it('sends a session to the canary or not, and always the same way', async () => {
    const { digest } = await gateway.putArtifact('first adapter');
    const run = await gateway.rows.startCanary(1, digest);
    await until(gateway, ({ canary }) => canary?.weightBps === 5_000);

    const lanes = new Map<string, string | null>();
    for (let session = 0; session < 24; session += 1) {
      const first = await ask(gateway.url, 'hello', `s${session}`);
      const second = await ask(gateway.url, 'hello', `s${session}`);
      expect(second.header('x-mandate-lane')).toBe(first.header('x-mandate-lane'));
      lanes.set(`s${session}`, first.header('x-mandate-lane'));
      if (first.header('x-mandate-lane') !== 'canary') continue;
      expect(first.header('x-mandate-run')).toBe(run.runId);
      expect(first.text).toBe(`sha256:${digest.slice(2)} says: hello`);
    }
    expect(new Set(lanes.values())).toEqual(new Set(['canary', 'base']));

    const { canary } = await servingOf(gateway.url);
    expect(canary?.requests).toBe(2 * [...lanes.values()].filter((lane) => lane === 'canary').length);
    expect(canary?.metrics).toMatchObject({ errorRate: 0, emptyRate: 0 });
    await gateway.rows.activate(run);
  });

  it('answers everybody with the revision that became active, and names run, proposal and policies', async () => {
    const { active, policies } = await until(gateway, ({ answering }) => answering?.lane === 'active');

    const answer = await ask(gateway.url, 'hello', 'somebody');

    expect(answer.text).toBe(`sha256:${active?.digest.slice(2)} says: hello`);
    expect(answer.header('x-mandate-lane')).toBe('active');
    expect(answer.header('x-mandate-run')).toBe(active?.runId);
    expect(answer.header('x-mandate-revision')).toBe(active?.digest);
    expect(answer.header('x-mandate-proposal')).toMatch(/^\d+$/);
    expect(answer.header('x-mandate-policy-model')).toBe(policies.model?.digest);
    expect(answer.header('x-mandate-policy-safety')).toBe(policies.safety?.digest);
  });

  it('never loads an artifact whose bytes do not match, and keeps answering with the one before', async () => {
    const before = await servingOf(gateway.url);
    const { digest, path: stored } = await gateway.putArtifact('second adapter');
    const weights = path.join(stored, 'adapter_model.safetensors');
    chmodSync(weights, 0o644);
    appendFileSync(weights, 'one byte more');

    const run = await gateway.rows.startCanary(2, digest, { canaryBps: 10_000 });
    await gateway.rows.activate(run);
    const serving = await until(gateway, ({ active }) => active?.runId === run.runId);

    expect(serving.active?.isLoaded).toBe(false);
    expect(serving.answering?.digest).toBe(before.answering?.digest);
    expect(serving.problems).toEqual([expect.stringContaining(`sha256:${digest.slice(2)} is not served`)]);
    expect((await ask(gateway.url, 'hello')).header('x-mandate-revision')).toBe(before.answering?.digest);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  });

  it('takes a moderation rule over without any training', async () => {
    const before = await ask(gateway.url, 'tell me of the purple elephant');
    expect(before.finishReason).toBe('stop');
    const rule = { phrase: 'purple elephant', action: 0, onOutput: false, message: 'We do not speak of it.' };
    const digest = await gateway.rows.adopt(2, 'assistant', 1, { subject: 'assistant', rules: [rule] });
    await until(gateway, ({ policies }) => policies.moderation?.digest === digest);

    const after = await ask(gateway.url, 'tell me of the Purple  Elephant');

    expect(after).toMatchObject({ status: 200, text: rule.message, finishReason: 'content_filter' });
    expect(after.header('x-mandate-policy-moderation')).toBe(digest);
    expect(after.header('x-mandate-moderation')).toBe('block');
    expect(after.header('x-mandate-run')).toBe(before.header('x-mandate-run'));
  });

  it('survives the death of the serve process', async () => {
    const crashed = await ask(gateway.url, 'crash');
    expect(crashed.status).toBe(503);

    await until(gateway, ({ answering }) => answering === null);
    await until(gateway, ({ answering }) => answering !== null);
    const answer = await ask(gateway.url, 'hello');

    expect(answer.header('x-mandate-lane')).toBe('active');
  });

  it('holds the adopted tiers: so many requests per minute, so many tokens', async () => {
    const tier = { minimumStake: '0', requestsPerMinute: 3, contextTokens: 8 };
    const digest = await gateway.rows.adopt(3, 'mandate', 1, { subject: 'mandate', tiers: [tier] });
    await until(gateway, ({ policies }) => policies.access?.digest === digest);

    const refused = await eventually(
      () => ask(gateway.url, 'hello'),
      ({ status }) => status === 429,
    );

    expect(Number(refused.header('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('3 requests per minute');
    expect(refused.header('x-mandate-policy-access')).toBe(digest);
  });
});

describe('a canary that nobody asks', () => {
  it('gathers its requests by probes, and tells how many they were', async () => {
    const gateway = await startReady({ GATEWAY_PROBES: 'on' });
    try {
      const { digest } = await gateway.putArtifact('adapter');
      const options = { canaryBps: 100, canaryRequests: 12, endsInSeconds: 0 };
      await gateway.rows.startCanary(1, digest, options);

      const { canary } = await until(gateway, (serving) => (serving.canary?.requests ?? 0) >= 12);

      expect(canary).toMatchObject({ requests: 12, probes: 12, weightBps: 100 });
    } finally {
      await gateway.stop();
    }
  });
});
