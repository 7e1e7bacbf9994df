import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names';

const tones = {
  neutral: 'bg-line/70 text-ink-soft',
  accent: 'bg-accent-wash text-accent',
  pass: 'bg-pass-wash text-pass',
  canary: 'bg-canary-wash text-canary',
  miss: 'bg-miss-wash text-miss',
};

export type Tone = keyof typeof tones;

interface BadgeProps {
  tone?: Tone;
  isLive?: boolean;
  children: ReactNode;
}

/** A state in one or two words. `isLive` marks a state that is changing right now. */
export function Badge({ tone = 'neutral', isLive = false, children }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 text-xs font-semibold',
        tones[tone],
      )}
    >
      {isLive && <span className="pulse-soft size-1.5 rounded-full bg-current" aria-hidden="true" />}
      {children}
    </span>
  );
}
