import { useId } from 'react';

interface CheckboxFieldProps {
  label: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

export function CheckboxField({ label, isChecked, onChange }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="flex min-h-10 items-center gap-2 text-sm">
      <input
        id={id}
        type="checkbox"
        className="size-4 accent-accent"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
