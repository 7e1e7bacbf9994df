import { useRef, useState } from 'react';
import { type Policy, usePolicies } from '../../data/policies';
import { type ModerationRule, readModerationBody } from '../../lib/policy-body';
import { Button } from '../../ui/button';
import { CheckboxField } from '../../ui/checkbox-field';
import { SelectField, TextField } from '../../ui/field';
import { LoadError, Skeleton } from '../../ui/notice';
import { type DraftContent, type Problems, unchangedProblem } from './draft-call';
import { DraftFrame } from './draft-frame';
import { adoptModerationCall } from './policy-calls';
import { useOutdated } from './use-outdated';

const blank: ModerationRule = { phrase: '', action: 'block', onOutput: false, message: '' };

/** The gateway takes invisible characters out before it matches: a phrase of nothing else would never be found. */
const hasWord = (phrase: string) => /[\p{L}\p{N}]/u.test(phrase.normalize('NFKC'));

export function problemsOf(rules: readonly ModerationRule[]): Problems {
  const problems: Problems = {};
  rules.forEach((rule, index) => {
    const phrase = rule.phrase.trim().toLowerCase();
    const isDouble = rules.some((other, at) => at < index && other.phrase.trim().toLowerCase() === phrase);
    if (isDouble) problems[`${index}.phrase`] = 'Another rule has this phrase.';
    if (!hasWord(rule.phrase)) problems[`${index}.phrase`] = 'A rule needs a phrase with a letter or a digit.';
    if (rule.action === 'block' && !rule.message.trim())
      problems[`${index}.message`] = 'Say what the user reads instead.';
  });
  if (rules.length > 64) problems.rules = 'At most 64 rules.';
  return problems;
}

/** A proposal to replace the moderation rules. They take effect in the gateway when adopted, without training. */
export function ModerationDraft({ registry }: { registry: `0x${string}` }) {
  const { policies, error, refetch } = usePolicies('MODERATION');
  // What is being typed must outlive a moment without the API.
  if (error && !policies) return <LoadError what="The moderation policy" error={error} retry={refetch} />;
  if (!policies) return <Skeleton lines={6} />;
  const active = policies.find((policy) => policy.isActive) ?? null;
  return <ModerationEditor active={active} registry={registry} />;
}

function ModerationEditor({ active, registry }: { active: Policy | null; registry: `0x${string}` }) {
  const inForce = (active && readModerationBody(active.body))?.rules ?? [];
  // What had the focus goes away with a removed rule; it moves to where one goes on.
  const addButton = useRef<HTMLButtonElement>(null);
  const [rules, setRules] = useState<ModerationRule[]>(inForce);
  const subject = active?.subject ?? 'assistant';
  const problems = { ...problemsOf(rules), ...unchangedProblem(rules, inForce), ...useOutdated(active) };
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
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
            key={index}
            place={index}
            rule={rule}
            problems={problems}
            onChange={(part) => change(index, part)}
            onRemove={() => {
              setRules(rules.filter((_, at) => at !== index));
              addButton.current?.focus();
            }}
          />
        ))}
        <Button ref={addButton} isSmall className="justify-self-start" onClick={() => setRules([...rules, blank])}>
          Add a rule
        </Button>
        {problems.rules && <p className="text-xs font-medium text-miss">{problems.rules}</p>}
      </div>
    </DraftFrame>
  );
}

interface RuleRowProps {
  place: number;
  rule: ModerationRule;
  problems: Problems;
  onChange: (part: Partial<ModerationRule>) => void;
  onRemove: () => void;
}

function RuleRow({ place, rule, problems, onChange, onRemove }: RuleRowProps) {
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3 sm:grid-cols-[1fr_8rem]">
      <legend className="label-caps px-1">Rule {place + 1}</legend>
      <TextField
        label="Phrase"
        value={rule.phrase}
        error={problems[`${place}.phrase`]}
        onChange={(event) => onChange({ phrase: event.target.value })}
      />
      <SelectField
        label="Action"
        value={rule.action}
        onChange={(event) => onChange({ action: event.target.value as ModerationRule['action'] })}
      >
        <option value="block">Block</option>
        <option value="flag">Flag</option>
      </SelectField>
      <div className="sm:col-span-2">
        <TextField
          label="Message"
          value={rule.message}
          error={problems[`${place}.message`]}
          onChange={(event) => onChange({ message: event.target.value })}
        />
      </div>
      <CheckboxField
        label="Also what the model answers"
        isChecked={rule.onOutput}
        onChange={(onOutput) => onChange({ onOutput })}
      />
      <Button
        look="quiet"
        isSmall
        className="justify-self-end"
        aria-label={`Remove rule ${place + 1}`}
        onClick={onRemove}
      >
        Remove
      </Button>
    </fieldset>
  );
}
