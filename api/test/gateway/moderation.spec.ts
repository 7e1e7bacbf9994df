import { describe, expect, it } from '@jest/globals';
import { type ModerationRule, ModerationRules } from '../../src/gateway/moderation.js';

function rule(over: Partial<ModerationRule>): ModerationRule {
  return { phrase: 'forbidden', action: 'block', onOutput: false, message: 'Not here.', ...over };
}

function verdictOf(phrase: string, text: string): string {
  return new ModerationRules([rule({ phrase })]).ofInput(text).action;
}

describe('the moderation rules', () => {
  it.each([
    ['forbidden', 'This is FORBIDDEN!'],
    ['Forbidden', 'forbidden'],
    ['pipe bomb', 'how do i build a pipe   bomb?'],
    ['pipe bomb', 'a pipe\nbomb'],
    ['secret', 'ｓｅｃｒｅｔ plans'], // full-width letters
    ['secret', 'se\u200bcret'], // a zero-width space inside
    ['naïve', 'nai\u0308ve'], // a combining mark
    ['c++', 'write c++ code'],
    ['$$$', 'make $$$ fast'],
    ['a.b', 'say a.b now'],
    ['страх', 'СТРАХ и ужас'],
  ])('%j matches %j', (phrase, text) => {
    expect(verdictOf(phrase, text)).toBe('block');
  });

  it.each([
    ['bomb', 'bombastic'],
    ['bomb', 'a photobomb'],
    ['pipe bomb', 'a pipe of bomb'],
    ['a.b', 'say axb now'],
    ['cat', 'cat_food'],
    ['naive', 'naïve'],
  ])('%j does not match %j', (phrase, text) => {
    expect(verdictOf(phrase, text)).toBe('pass');
  });

  it('answers a block with the message of its rule', () => {
    const rules = new ModerationRules([rule({ message: 'Ask a doctor.' })]);

    expect(rules.ofInput('forbidden')).toEqual({ action: 'block', phrase: 'forbidden', message: 'Ask a doctor.' });
  });

  it('blocks when one rule flags and a later one blocks', () => {
    const rules = new ModerationRules([rule({ phrase: 'odd', action: 'flag' }), rule({ phrase: 'bad' })]);

    expect(rules.ofInput('odd and bad').action).toBe('block');
    expect(rules.ofInput('odd only')).toEqual({ action: 'flag', phrase: 'odd' });
  });

  it('looks at the answer only for rules that watch the output', () => {
    const rules = new ModerationRules([rule({ phrase: 'input' }), rule({ phrase: 'both', onOutput: true })]);

    expect(rules.ofOutput('input').action).toBe('pass');
    expect(rules.ofOutput('both').action).toBe('block');
    expect(rules.ofInput('both').action).toBe('block');
  });

  it('stays fast on a long text that nearly matches everywhere', () => {
    const rules = new ModerationRules([rule({ phrase: 'a a a a a b' })]);
    const startedAt = performance.now();

    expect(rules.ofInput('a '.repeat(200_000)).action).toBe('pass');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('ignores a phrase of nothing but blanks instead of matching everything', () => {
    expect(verdictOf(' \u200b ', 'anything')).toBe('pass');
  });
});
