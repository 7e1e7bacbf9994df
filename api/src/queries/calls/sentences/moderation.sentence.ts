import { readRules, readSubject } from '../policy-body.js';
import { inForce, type Sentence } from './sentence.js';

type Rule = ReturnType<typeof readRules>[number];

const describe = (rule: Rule) =>
  `${rule.verb} ${JSON.stringify(rule.phrase)}${rule.onOutput ? ' (also in answers)' : ''}`;

const isSame = (a: Rule) => (b: Rule) =>
  a.phrase === b.phrase && a.verb === b.verb && a.onOutput === b.onOutput && a.message === b.message;

/** "Changes the moderation of assistant: now blocks "foo"; no longer flags "bar"" */
export const adoptModeration: Sentence = (args, context) => {
  const body = args.policy as Record<string, unknown>;
  const subject = readSubject(body);
  const rules = readRules(body);
  const old = inForce(context, 'MODERATION', subject);
  if (!old) return `Sets the first moderation rules of ${subject}: ${rules.map(describe).join(', ') || 'none'}`;

  const before = readRules(old.body);
  const added = rules.filter((rule) => !before.some(isSame(rule))).map((rule) => `now ${describe(rule)}`);
  const kept = (rule: Rule) => rules.some((next) => next.phrase === rule.phrase && next.verb === rule.verb);
  const removed = before.filter((rule) => !kept(rule)).map((rule) => `no longer ${describe(rule)}`);
  const changes = [...added, ...removed];
  return changes.length > 0
    ? `Changes the moderation of ${subject}: ${changes.join('; ')}`
    : `Keeps the moderation of ${subject} as it is`;
};
