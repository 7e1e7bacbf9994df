import { useState } from 'react';
import { applyTheme, readTheme, type Theme } from '../lib/theme';

const next: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const names: Record<Theme, string> = { auto: 'as the system', light: 'light', dark: 'dark' };

/** Goes round: as the system, light, dark. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(readTheme);
  return (
    <button
      type="button"
      className="min-h-9 rounded-md px-3 text-left text-xs text-ink-faint hover:bg-sunken hover:text-ink"
      onClick={() => {
        applyTheme(next[theme]);
        setTheme(next[theme]);
      }}
    >
      Colours: {names[theme]}
    </button>
  );
}
