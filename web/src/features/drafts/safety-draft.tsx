import { useState } from 'react';
import { type Policy, usePolicies } from '../../data/policies';
import { formatFixed, parseFixed } from '../../lib/fixed-point';
import { readSafetyBody, type SafetyBody, type Threshold } from '../../lib/policy-body';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { type DraftContent, type Problems, unchangedProblem } from './draft-call';
import { DraftFrame } from './draft-frame';
import { isTightening, safetyCall } from './policy-calls';

export interface ThresholdRow {
  stage: 'training' | 'canary';
  metric: string;
  bound: Threshold['bound'];
  value: string;
}

const stages = { training: 'First gate, after training', canary: 'Second gate, on live traffic' } as const;

/** The rows of the form for a policy that is in force. */
export function rowsOf(body: SafetyBody): ThresholdRow[] {
  return (['training', 'canary'] as const).flatMap((stage) =>
    body[stage].map(({ metric, bound, valueE6 }) => ({ stage, metric, bound, value: formatFixed(valueE6, 6) })),
  );
}

/** The policy that the rows describe, or what is wrong with which row. */
export function readRows(rows: readonly ThresholdRow[]): { body: SafetyBody | null; problems: Problems } {
  const problems: Problems = {};
  const body: SafetyBody = { training: [], canary: [] };
  rows.forEach((row, index) => {
    const valueE6 = parseFixed(row.value, 6);
    const isDouble = rows.some((other, at) => at < index && other.stage === row.stage && other.metric === row.metric);
    if (!/^[\x21-\x7e]{1,32}$/.test(row.metric)) problems[`${index}.metric`] = '1 to 32 ASCII characters, no spaces.';
    else if (isDouble) problems[`${index}.metric`] = 'Named twice.';
    if (valueE6 === null) problems[`${index}.value`] = 'A number with at most 6 decimals.';
    body[row.stage].push({ metric: row.metric, bound: row.bound, valueE6: valueE6 ?? 0 });
  });
  if (body.training.length === 0 || body.canary.length === 0) problems.rows = 'Each gate needs at least one threshold.';
  return { body: Object.keys(problems).length === 0 ? body : null, problems };
}

/** A proposal to set the thresholds of the gate. */
export function SafetyDraft({ registry }: { registry: `0x${string}` }) {
  const { policies, error, refetch } = usePolicies('SAFETY');
  if (error) return <LoadError what="The safety policy" error={error} retry={refetch} />;
  if (!policies) return <Skeleton lines={6} />;
  const active = policies.find((policy) => policy.isActive) ?? null;
  return <SafetyEditor key={active?.id ?? 'none'} active={active} registry={registry} />;
}

function SafetyEditor({ active, registry }: { active: Policy | null; registry: `0x${string}` }) {
  const activeBody = active && readSafetyBody(active.body);
  const [rows, setRows] = useState<ThresholdRow[]>(() => (activeBody ? rowsOf(activeBody) : []));
  const { body, problems: rowProblems } = readRows(rows);
  const problems = { ...rowProblems, ...unchangedProblem(body, activeBody) };
  const subject = active?.subject ?? 'assistant';
  const isTighter = body !== null && activeBody !== null && isTightening(body, activeBody);
  const content: DraftContent = {
    call: body && !problems.unchanged ? safetyCall(registry, subject, body, activeBody) : null,
    problems,
    suggestedTitle: `${isTighter ? 'Tighten' : 'Set'} the safety thresholds of ${subject}`,
  };
  const change = (index: number, part: Partial<ThresholdRow>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));

  return (
    <DraftFrame content={content}>
      <div className="grid gap-5">
        {(['training', 'canary'] as const).map((stage) => (
          <ThresholdRows
            key={stage}
            stage={stage}
            rows={rows}
            problems={problems}
            onChange={change}
            onRemove={(index) => setRows(rows.filter((_, at) => at !== index))}
            onAdd={() => setRows([...rows, { stage, metric: '', bound: 'atLeast', value: '' }])}
          />
        ))}
        {problems.rows && <p className="text-xs font-medium text-miss">{problems.rows}</p>}
        {content.call && (
          <Notice tone={isTighter ? 'pass' : 'canary'}>
            {isTighter
              ? 'Nothing gets looser: this goes by the easier track for tightening.'
              : 'Something gets looser or goes away: this falls to the strictest track.'}
          </Notice>
        )}
      </div>
    </DraftFrame>
  );
}

interface ThresholdRowsProps {
  stage: ThresholdRow['stage'];
  rows: readonly ThresholdRow[];
  problems: Problems;
  onChange: (index: number, part: Partial<ThresholdRow>) => void;
  onRemove: (index: number) => void;
  onAdd: () => void;
}

function ThresholdRows({ stage, rows, problems, onChange, onRemove, onAdd }: ThresholdRowsProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-display text-[1.0625rem]">{stages[stage]}</legend>
      {rows.map((row, index) =>
        row.stage !== stage ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <div key={index} className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[1fr_9rem_8rem_auto]">
            <TextField
              label="Metric"
              value={row.metric}
              error={problems[`${index}.metric`]}
              onChange={(event) => onChange(index, { metric: event.target.value })}
            />
            <SelectField
              label="Bound"
              value={row.bound}
              onChange={(event) => onChange(index, { bound: event.target.value as Threshold['bound'] })}
            >
              <option value="atLeast">at least</option>
              <option value="atMost">at most</option>
            </SelectField>
            <TextField
              label="Threshold"
              inputMode="decimal"
              value={row.value}
              error={problems[`${index}.value`]}
              onChange={(event) => onChange(index, { value: event.target.value })}
            />
            <Button
              look="quiet"
              className="mt-6"
              aria-label={`Remove ${row.metric || 'row'}`}
              onClick={() => onRemove(index)}
            >
              Remove
            </Button>
          </div>
        ),
      )}
      <Button isSmall className="justify-self-start" onClick={onAdd}>
        Add a threshold
      </Button>
    </fieldset>
  );
}
