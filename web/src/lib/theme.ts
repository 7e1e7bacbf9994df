/** What a person can choose; `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

const storageKey = 'mandate.theme';

export function readTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

/** Applies and remembers the theme. Every colour follows from `color-scheme`, so this is one attribute. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(storageKey, theme);
}
