import { describe, expect, it } from '@jest/globals';
import { ModelUnavailable } from '../../src/gateway/openai-error.js';
import { aCanary, aRevision, aServing, aState } from './support/serving-builder.js';

const sessions = Array.from({ length: 400 }, (_, index) => `session:${index}`);

describe('what is served', () => {
  it('is the base model while nothing is active', async () => {
    const { serving } = await aServing(aState());

    expect(serving.choose('session:1')).toMatchObject({ lane: 'base', revision: null });
  });

  it('is the active revision once there is one', async () => {
    const active = aRevision('1');
    const { serving } = await aServing(aState({ active }));

    expect(serving.choose('session:1')).toMatchObject({ lane: 'active', revision: active });
  });

  it('is the canary for its share of the sessions only', async () => {
    const { serving } = await aServing(aState({ active: aRevision('1'), canary: aCanary('2') }));

    const share = sessions.filter((key) => serving.choose(key).lane === 'canary').length / sessions.length;

    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('is never a canary whose bytes do not match its digest', async () => {
    const canary = aCanary('2', { canaryBps: 10_000 });
    const { serving } = await aServing(aState({ active: aRevision('1'), canary }), [canary]);

    expect(serving.canaryWeightBps()).toBe(0);
    expect(sessions.some((key) => serving.choose(key).lane === 'canary')).toBe(false);
    expect(serving.problems()).toEqual([expect.stringContaining('other bytes than the digest says')]);
    expect(serving.unready()).toBeNull();
  });

  it('stays the previous revision when the bytes of the active one do not match', async () => {
    const [broken, previous] = [aRevision('2'), aRevision('1')];
    const { serving } = await aServing(aState({ active: broken, earlier: [previous] }), [broken]);

    expect(serving.chooseActive().revision).toBe(previous);
  });

  it('is nothing, rather than the base model, when the active revision cannot be loaded and nothing came before', async () => {
    const active = aRevision('1');
    const { serving } = await aServing(aState({ active }), [active]);

    expect(() => serving.choose('session:1')).toThrow(ModelUnavailable);
    expect(serving.unready()).toContain('is not loaded');
  });

  it('is no canary from the moment it was taken out', async () => {
    const canary = aCanary('2', { canaryBps: 10_000 });
    const { serving } = await aServing(aState({ active: aRevision('1'), canary }));
    expect(serving.choose('session:1').lane).toBe('canary');

    serving.takeOut(canary.runId);

    expect(serving.canaryWeightBps()).toBe(0);
    expect(serving.choose('session:1').lane).toBe('active');
  });

  it('is the revision before, from the moment the active one was taken out', async () => {
    const [active, previous] = [aRevision('2'), aRevision('1')];
    const { serving } = await aServing(aState({ active, earlier: [previous] }));

    serving.takeOut(active.runId);

    expect(serving.chooseActive().revision).toBe(previous);
    expect(serving.problems()).toEqual([
      `run ${active.runId} was taken out here after a breach, which the chain has not recorded yet`,
    ]);
  });

  it('stays as it was while the rows cannot be read, and says so', async () => {
    const { serving, order } = await aServing(aState({ active: aRevision('1') }));
    const away = () => {
      throw new Error('the database is away');
    };
    Object.defineProperty(order, 'state', { get: away });

    await expect(serving.refresh()).rejects.toThrow('the database is away');

    expect(serving.choose('s').lane).toBe('active');
    expect(serving.problems()).toEqual(['what the chain orders cannot be read: the database is away']);
  });

  it('says so while the serve process is down', async () => {
    const { serving, upstream } = await aServing(aState({ canary: aCanary('1') }));
    upstream.client = null;
    upstream.problem = 'the serve process ended (exit code 3)';

    expect(serving.canaryWeightBps()).toBe(0);
    expect(() => serving.choose('session:1')).toThrow('the serve process ended (exit code 3)');
  });

  it('follows new moderation rules at the next reading', async () => {
    const { serving, order } = await aServing(aState());
    expect(serving.choose('s').rules.ofInput('purple').action).toBe('pass');
    const rule = { phrase: 'purple', action: 'block' as const, onOutput: false, message: 'No.' };
    const policy = { version: 2, digest: '0x02', subject: 'assistant', proposalId: '7' };

    order.state = aState({ policies: { ...order.state.policies, moderation: policy }, moderation: [rule] });
    await serving.refresh();

    expect(serving.choose('s').rules.ofInput('purple').action).toBe('block');
  });
});
