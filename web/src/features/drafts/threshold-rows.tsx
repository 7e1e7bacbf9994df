import { useRef } from 'react';
import type { Threshold } from '../../lib/policy-body';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import type { Problems } from './draft-call';
import type { ThresholdRow } from './threshold-row';

const stages = { training: 'First gate, after training', canary: 'Second gate, on live traffic' } as const;

interface ThresholdRowsProps {
  stage: ThresholdRow['stage'];
  rows: readonly ThresholdRow[];
  problems: Problems;
  onChange: (index: number, part: Partial<ThresholdRow>) => void;
  onRemove: (index: number) => void;
  onAdd: () => void;
}

/** The thresholds of one gate, each with a way to remove it. */
export function ThresholdRows({ stage, rows, problems, onChange, onRemove, onAdd }: ThresholdRowsProps) {
  // What had the focus goes away with a removed row; it moves to where one goes on.
  const addButton = useRef<HTMLButtonElement>(null);
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
              onClick={() => {
                onRemove(index);
                addButton.current?.focus();
              }}
            >
              Remove
            </Button>
          </div>
        ),
      )}
      <Button ref={addButton} isSmall className="justify-self-start" onClick={onAdd}>
        Add a threshold
      </Button>
    </fieldset>
  );
}
