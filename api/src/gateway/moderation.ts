/** What a rule does with a message that matches. */
export type ModerationAction = 'block' | 'flag';

/** One adopted rule, as the gateway applies it. */
export interface ModerationRule {
  phrase: string;
  action: ModerationAction;
  onOutput: boolean;
  message: string;
}

/** What the rules say of a text. A block wins over a flag. */
export type Verdict =
  | { action: 'pass' }
  | { action: 'flag'; phrase: string }
  | { action: 'block'; phrase: string; message: string };

/** Invisible format characters, which would split a word for the eye of a rule but not for a reader. */
const INVISIBLE = /\p{Cf}/gu;
const WORD_CHARACTER = '[\\p{L}\\p{N}\\p{M}_]';

function normalize(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '');
}

function matcherOf(phrase: string): RegExp {
  const words = normalize(phrase).trim().split(/\s+/);
  const body = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('\\s+');
  return new RegExp(`(?<!${WORD_CHARACTER})${body}(?!${WORD_CHARACTER})`, 'iu');
}

/** The adopted rules, compiled once per policy version. Phrases match as whole words, without regard to case, after NFKC. */
export class ModerationRules {
  private readonly rules: { rule: ModerationRule; matcher: RegExp }[];

  constructor(rules: readonly ModerationRule[]) {
    this.rules = rules
      .filter((rule) => normalize(rule.phrase).trim() !== '')
      .map((rule) => ({ rule, matcher: matcherOf(rule.phrase) }));
  }

  /** What the rules say of a user's message. */
  ofInput(text: string): Verdict {
    return this.verdict(text, this.rules);
  }

  /** What the rules that watch the model say of its answer. */
  ofOutput(text: string): Verdict {
    return this.verdict(
      text,
      this.rules.filter(({ rule }) => rule.onOutput),
    );
  }

  private verdict(text: string, candidates: readonly { rule: ModerationRule; matcher: RegExp }[]): Verdict {
    if (candidates.length === 0) return { action: 'pass' };
    const normalized = normalize(text);
    const matching = candidates.filter(({ matcher }) => matcher.test(normalized)).map(({ rule }) => rule);

    const block = matching.find((rule) => rule.action === 'block');
    if (block) return { action: 'block', phrase: block.phrase, message: block.message };
    const flag = matching[0];
    return flag ? { action: 'flag', phrase: flag.phrase } : { action: 'pass' };
  }
}
