import type { ComponentProps } from 'react';
import { classNames } from '../lib/class-names';

const looks = {
  primary: 'bg-accent text-accent-ink border-accent hover:bg-accent-strong hover:border-accent-strong',
  secondary: 'bg-surface text-ink border-line-strong hover:border-accent hover:text-accent',
  quiet: 'bg-transparent text-ink-soft border-transparent hover:bg-sunken hover:text-ink',
  danger: 'bg-surface text-miss border-miss hover:bg-miss-wash',
};

interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks;
  isSmall?: boolean;
}

export function Button({ look = 'secondary', isSmall = false, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={classNames(
        'inline-flex items-center justify-center gap-2 rounded-md border font-semibold transition-colors',
        'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-faint',
        isSmall ? 'min-h-8 px-2.5 text-[0.8125rem]' : 'min-h-10 px-4 text-sm',
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}
