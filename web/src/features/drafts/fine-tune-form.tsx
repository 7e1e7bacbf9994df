import type { ReactNode } from 'react';
import type { Catalogue } from '../../data/catalogue';
import { SelectField, TextField } from '../../ui/field';
import { DigestLink } from '../../ui/hex';
import type { Problems } from './draft-call';
import type { FineTuneFields } from './job';

interface FineTuneFormProps {
  fields: FineTuneFields;
  problems: Problems<keyof FineTuneFields>;
  catalogue: Catalogue;
  onChange: (fields: FineTuneFields) => void;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-3 border-t border-line pt-4 first:border-0 first:pt-0">
      <legend className="float-left mb-1 w-full font-display text-[1.0625rem]">{title}</legend>
      <div className="clear-both grid grid-cols-2 items-start gap-3 lg:grid-cols-3">{children}</div>
    </fieldset>
  );
}

type Choice = 'base' | 'dataset' | 'suite';
type Entry = Catalogue['bases'][number] & { description?: string; rows?: number; license?: string; metrics?: string[] };

function about(entry: Entry): string {
  return [
    entry.description,
    entry.rows && `${entry.rows} rows`,
    entry.license,
    entry.metrics && `Measures ${entry.metrics.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Everything that a fine-tune is made of. What is not here is fixed by the job format. */
export function FineTuneForm({ fields, problems, catalogue, onChange }: FineTuneFormProps) {
  const set = (name: keyof FineTuneFields) => (event: { target: { value: string } }) =>
    onChange({ ...fields, [name]: event.target.value });

  const number = (name: keyof FineTuneFields, label: string, unit?: string) => (
    <TextField
      label={label}
      inputMode="decimal"
      unit={unit}
      value={fields[name]}
      error={problems[name]}
      onChange={set(name)}
    />
  );

  const choose = (name: Choice, label: string, entries: readonly Entry[]) => {
    const entry = entries.find((candidate) => candidate.name === fields[name]);
    return (
      <div className="grid content-start gap-1.5 max-sm:col-span-2">
        <SelectField label={label} value={fields[name]} error={problems[name]} onChange={set(name)}>
          {entries.map((candidate) => (
            <option key={candidate.name}>{candidate.name}</option>
          ))}
        </SelectField>
        {entry && (
          <p className="text-xs text-ink-faint">
            {about(entry)} <DigestLink digest={entry.digest} />
          </p>
        )}
      </div>
    );
  };

  return (
    <div className="grid gap-5">
      <Group title="What changes">
        {choose('base', 'Base model', catalogue.bases)}
        {choose('dataset', 'Dataset', catalogue.datasets)}
        {choose('suite', 'Evaluation suite', catalogue.suites)}
      </Group>
      <Group title="LoRA">
        {number('rank', 'Rank')}
        {number('alpha', 'Alpha')}
        {number('dropout', 'Dropout')}
      </Group>
      <Group title="Training">
        {number('learningRate', 'Learning rate')}
        {number('steps', 'Steps')}
        {number('batchSize', 'Batch size')}
        {number('contextTokens', 'Context', 'tokens')}
        {number('warmupSteps', 'Warm-up', 'steps')}
        {number('seed', 'Seed')}
      </Group>
      <Group title="Evaluation and limits">
        {number('samples', 'Prompts per part')}
        {number('evaluationSeed', 'Evaluation seed')}
        {number('wallSeconds', 'Time limit', 's')}
        {number('memoryMiB', 'Memory limit', 'MiB')}
      </Group>
      <Group title="Canary">
        {number('canaryPercent', 'Share of sessions', '%')}
        {number('canarySeconds', 'Lasts at least', 's')}
        {number('canaryRequests', 'And sees', 'requests')}
      </Group>
    </div>
  );
}
