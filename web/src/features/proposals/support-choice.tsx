import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

/** OpenZeppelin's VoteType. */
const supports = [
  {
    value: '1',
    label: 'For',
    tone: 'data-[state=checked]:border-pass data-[state=checked]:bg-pass-wash data-[state=checked]:text-pass',
  },
  {
    value: '0',
    label: 'Against',
    tone: 'data-[state=checked]:border-miss data-[state=checked]:bg-miss-wash data-[state=checked]:text-miss',
  },
  { value: '2', label: 'Abstain', tone: 'data-[state=checked]:border-ink-soft data-[state=checked]:bg-sunken' },
] as const;

interface SupportChoiceProps {
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

/** For, against or abstain. */
export function SupportChoice({ value, error, onChange }: SupportChoiceProps) {
  const labelId = useId();
  return (
    <div className="grid gap-3">
      <span id={labelId} className="text-[0.8125rem] font-semibold">
        Your vote
      </span>
      <RadioGroup.Root
        aria-labelledby={labelId}
        className="grid grid-cols-3 gap-2"
        value={value}
        onValueChange={onChange}
      >
        {supports.map((support) => (
          <RadioGroup.Item
            key={support.value}
            value={support.value}
            className={`min-h-10 rounded-md border border-line-strong bg-surface text-sm font-semibold hover:border-accent ${support.tone}`}
          >
            {support.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {error && (
        <p role="alert" className="text-xs font-medium text-miss">
          {error}
        </p>
      )}
    </div>
  );
}
