import { useState } from 'react';
import { type Policy, usePolicies } from '../../data/policies';
import { type ModerationRule, readModerationBody } from '../../lib/policy-body';
import { Button } from '../../ui/button';
import { CheckboxField } from '../../ui/checkbox-field';
import { SelectField, TextField } from '../../ui/field';
import { LoadError, Skeleton } from '../../ui/notice';
import type { DraftContent, Problems } from './draft-call';
import { DraftFrame } from './draft-frame';
import { adoptModerationCall } from './policy-calls';

const blank: ModerationRule = { phrase: '', action: 'block', onOutput: false, message: '' };

function problemsOf(rules: readonly ModerationRule[]): Problems {
  const problems: Problems = {};
  rules.forEach((rule, index) => {
    if (!rule.phrase.trim()) problems[`${index}.phrase`] = 'A rule needs a phrase.';
    if (rule.action === 'block' && !rule.message.trim())
      problems[`${index}.message`] = 'Say what the user reads instead.';
  });
  if (rules.length > 64) problems.rules = 'At most 64 rules.';
  return problems;
}

/** A proposal to replace the moderation rules. They take effect in the gateway when adopted, without training. */
export function ModerationDraft({ registry }: { registry: `0x${string}` }) {
  const { policies, error, refetch } = usePolicies('MODERATION');
  if (error) return <LoadError what="The moderation policy" error={error} retry={refetch} />;
  if (!policies) return <Skeleton lines={6} />;
  const active = policies.find((policy) => policy.isActive) ?? null;
  return <ModerationEditor key={active?.id ?? 'none'} active={active} registry={registry} />;
}

function ModerationEditor({ active, registry }: { active: Policy | null; registry: `0x${string}` }) {
  const [rules, setRules] = useState<ModerationRule[]>(() => [
    ...((active && readModerationBody(active.body))?.rules ?? []),
    blank,
  ]);
  const subject = active?.subject ?? 'assistant';
  const problems = problemsOf(rules);
  const content: DraftContent = {
    call: Object.keys(problems).length === 0 ? adoptModerationCall(registry, subject, rules) : null,
    problems,
    suggestedTitle: `Change the moderation rules of ${subject}`,
  };
  const change = (index: number, part: Partial<ModerationRule>) =>
    setRules(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));

  return (
    <DraftFrame content={content}>
      <div className="grid gap-4">
        <p className="text-sm text-ink-soft">
          Whole words, without regard to case. Block answers with the message; Flag only marks the answer.
        </p>
        {rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
          <fieldset key={index} className="grid gap-3 rounded-md border border-line p-3 sm:grid-cols-[1fr_8rem]">
            <legend className="label-caps px-1">Rule {index + 1}</legend>
            <TextField
              label="Phrase"
              value={rule.phrase}
              error={problems[`${index}.phrase`]}
              onChange={(event) => change(index, { phrase: event.target.value })}
            />
            <SelectField
              label="Action"
              value={rule.action}
              onChange={(event) => change(index, { action: event.target.value as ModerationRule['action'] })}
            >
              <option value="block">Block</option>
              <option value="flag">Flag</option>
            </SelectField>
            <div className="sm:col-span-2">
              <TextField
                label="Message"
                value={rule.message}
                error={problems[`${index}.message`]}
                onChange={(event) => change(index, { message: event.target.value })}
              />
            </div>
            <CheckboxField
              label="Also what the model answers"
              isChecked={rule.onOutput}
              onChange={(onOutput) => change(index, { onOutput })}
            />
            <Button
              look="quiet"
              isSmall
              className="justify-self-end"
              onClick={() => setRules(rules.filter((_, at) => at !== index))}
            >
              Remove
            </Button>
          </fieldset>
        ))}
        <Button isSmall className="justify-self-start" onClick={() => setRules([...rules, blank])}>
          Add a rule
        </Button>
        {problems.rules && <p className="text-xs font-medium text-miss">{problems.rules}</p>}
      </div>
    </DraftFrame>
  );
}
