import { describe, expect, it } from '@jest/globals';
import { Answering } from '../../src/gateway/answering.js';
import { ContextLengthExceeded, ModelUnavailable } from '../../src/gateway/openai-error.js';
import type { RequestLog } from '../../src/gateway/request-log.js';
import type { Generated } from '../../src/gateway/serve-client.js';
import { type ServingState, storeDigest } from '../../src/gateway/serving-state.js';
import { aCanary, aRevision, aServing, aState, MemoryRequestLog } from './support/serving-builder.js';

const active = aRevision('1');
const canary = aCanary('2', { canaryBps: 10_000 });
const question = {
  messages: [{ role: 'user' as const, content: 'hello' }],
  maxTokens: null,
  temperature: 0,
  seed: null,
  contextTokens: 256,
  isProbe: false,
};

async function anAnswering(state: ServingState) {
  const parts = await aServing(state);
  const requestLog = new MemoryRequestLog();
  return { ...parts, requestLog, answering: new Answering(parts.serving, requestLog as unknown as RequestLog) };
}

describe('answering', () => {
  it('has the chosen revision answer, and measures it without its words', async () => {
    const { answering, serving, requestLog } = await anAnswering(aState({ active }));

    const { answer } = await answering.ask(serving.choose('s'), question);

    expect(answer).toMatchObject({ model: 'assistant', text: `${storeDigest(active.artifactDigest)}: hello` });
    expect(requestLog.requests).toEqual([
      {
        subject: 'assistant',
        runId: active.runId,
        lane: 'active',
        status: 200,
        latencyMs: expect.any(Number),
        empty: false,
        moderated: false,
        probe: false,
      },
    ]);
  });

  it('lets the active revision answer when the canary fails, and counts the failure', async () => {
    const { answering, serving, client, requestLog } = await anAnswering(aState({ active, canary }));
    client.failing.add(storeDigest(canary.artifactDigest));

    const { choice } = await answering.ask(serving.choose('s'), question);

    expect(choice.lane).toBe('active');
    expect(requestLog.requests.map(({ lane, status }) => [lane, status])).toEqual([
      ['canary', 502],
      ['active', 200],
    ]);
  });

  it('does not hide the failure of a probe behind the active revision', async () => {
    const { answering, serving, client, requestLog } = await anAnswering(aState({ active, canary }));
    client.failing.add(storeDigest(canary.artifactDigest));

    await expect(answering.ask(serving.choose('s'), { ...question, isProbe: true })).rejects.toThrow(ModelUnavailable);

    expect(requestLog.requests).toEqual([expect.objectContaining({ lane: 'canary', status: 502, probe: true })]);
  });

  it('refuses a prompt beyond the tier, which says nothing about the revision', async () => {
    const { answering, serving, requestLog } = await anAnswering(aState({ active }));

    const asked = answering.ask(serving.choose('s'), { ...question, contextTokens: 2 });

    await expect(asked).rejects.toThrow(new ContextLengthExceeded(3, 2));
    expect(requestLog.requests).toEqual([]);
  });

  it('turns requests away while too many wait, without holding it against the revision', async () => {
    const { answering, serving, client, requestLog } = await anAnswering(aState({ active }));
    Object.defineProperty(client, 'answersPending', { value: 32 });

    await expect(answering.ask(serving.choose('s'), question)).rejects.toThrow('too many requests are waiting');

    expect(requestLog.requests).toEqual([]);
  });

  it('holds nothing against a revision once the gateway is being stopped', async () => {
    const { answering, serving, client, requestLog } = await anAnswering(aState({ active }));
    const breakOff = new Promise<() => void>((isBegun) => {
      client.generate = () => new Promise<Generated>((_, reject) => isBegun(() => reject(new Error('fetch failed'))));
    });
    const underWay = answering.ask(serving.choose('s'), question);
    const breaks = await breakOff;

    answering.stop();
    breaks();

    await expect(underWay).rejects.toThrow(ModelUnavailable);
    await expect(answering.ask(serving.choose('s'), question)).rejects.toThrow('the gateway is being stopped');
    expect(requestLog.requests).toEqual([]);
  });

  it('measures how long an answer takes, not how many wait for theirs', async () => {
    const { serving, requestLog, client } = await anAnswering(aState({ active }));
    let clock = 0;
    const answering = new Answering(serving, requestLog as unknown as RequestLog, () => clock);
    const generate = client.generate.bind(client);
    client.generate = async (request) => {
      clock += 100;
      return generate(request);
    };

    await Promise.all(Array.from({ length: 5 }, () => answering.ask(serving.choose('s'), question)));

    expect(requestLog.requests.map(({ latencyMs }) => latencyMs)).toEqual([100, 100, 100, 100, 100]);
  });

  it('does not call an answer empty that had no room for a word', async () => {
    const { answering, serving, requestLog, client } = await anAnswering(aState({ active }));
    const cut = { text: ' ', promptTokens: 3, completionTokens: 1 };
    client.generate = async () => ({ ...cut, finishReason: 'length' });
    await answering.ask(serving.choose('s'), question);
    client.generate = async () => ({ ...cut, finishReason: 'stop' });
    await answering.ask(serving.choose('s'), question);

    expect(requestLog.requests.map(({ empty }) => empty)).toEqual([false, true]);
  });

  it('keeps to the policies under which the answer was begun', async () => {
    const { answering, serving, order } = await anAnswering(aState({ active }));
    const begun = serving.choose('s');
    const rule = { phrase: 'hello', action: 'block' as const, onOutput: true, message: 'No.' };
    const policy = { version: 1, digest: '0x01', subject: 'assistant', proposalId: null };
    order.state = aState({ active, policies: { ...order.state.policies, moderation: policy }, moderation: [rule] });
    await serving.refresh();

    const { answer, choice } = await answering.ask(begun, question);

    expect(answer.finishReason).toBe('stop');
    expect(choice.state.policies.moderation).toBeNull();
  });

  it('replaces an answer that a rule for the output blocks', async () => {
    const rule = { phrase: 'hello', action: 'block' as const, onOutput: true, message: 'Let us speak of else.' };
    const policy = { version: 1, digest: '0x01', subject: 'assistant', proposalId: null };
    const policies = { model: null, safety: null, moderation: policy, access: null };
    const { answering, serving, requestLog } = await anAnswering(aState({ active, policies, moderation: [rule] }));

    const { answer } = await answering.ask(serving.choose('s'), question);

    expect(answer).toMatchObject({ text: rule.message, finishReason: 'content_filter' });
    expect(requestLog.requests).toEqual([expect.objectContaining({ moderated: true })]);
  });
});
