import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from '../lib/class-names';

const control =
  'w-full rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-faint ' +
  'focus-visible:border-accent aria-invalid:border-miss disabled:bg-sunken disabled:text-ink-faint';

interface Described {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  isLabelHidden?: boolean;
}

interface FrameProps extends Described {
  id: string;
  children: ReactNode;
}

function Frame({ id, label, hint, error, isLabelHidden, children }: FrameProps) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className={classNames('text-[0.8125rem] font-semibold text-ink', isLabelHidden && 'sr-only')}>
        {label}
      </label>
      {children}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-xs font-medium text-miss">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, error }: Described): string | undefined {
  if (error) return `${id}-error`;
  return hint ? `${id}-hint` : undefined;
}

type TextFieldProps = Described & InputHTMLAttributes<HTMLInputElement> & { unit?: string };

export function TextField({ label, hint, error, isLabelHidden, unit, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <div className="relative">
        <input
          id={id}
          autoComplete="off"
          aria-invalid={Boolean(error)}
          aria-describedby={describedBy(id, { label, hint, error })}
          className={classNames(control, 'h-10 tabular', unit && 'pr-16', className)}
          {...rest}
        />
        {unit && (
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-xs text-ink-faint">
            {unit}
          </span>
        )}
      </div>
    </Frame>
  );
}

type TextAreaProps = Described & TextareaHTMLAttributes<HTMLTextAreaElement>;

export function TextArea({ label, hint, error, isLabelHidden, className, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <textarea
        id={id}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, { label, hint, error })}
        className={classNames(control, 'min-h-20 py-2 leading-normal', className)}
        {...rest}
      />
    </Frame>
  );
}

type SelectFieldProps = Described & SelectHTMLAttributes<HTMLSelectElement>;

export function SelectField({ label, hint, error, isLabelHidden, className, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <select
        id={id}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, { label, hint, error })}
        className={classNames(control, 'h-10', className)}
        {...rest}
      >
        {children}
      </select>
    </Frame>
  );
}
