import { ConfigError } from '../config/config-error.js';

/** What `npm run audit` is told. */
export interface AuditOptions {
  /** The one organization to audit; null for all that are configured. */
  organization: string | null;
  /** How many past votes and ballots are looked at per organization. */
  sample: number;
  /** The pause between two audits; null for a single one. */
  watchSeconds: number | null;
}

const USAGE = 'npm run audit -- [--organization slug] [--sample number] [--watch seconds]';
const NAMES = ['--organization', '--sample', '--watch'] as const;

/** Reads the arguments; throws one sentence when they are not understood. */
export function readAuditOptions(words: readonly string[]): AuditOptions {
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) {
    const [name = '', value] = words.slice(at, at + 2);
    if (!(NAMES as readonly string[]).includes(name)) throw new ConfigError(`${name} is not known: ${USAGE}.`);
    if (value === undefined) throw new ConfigError(`${name} needs a value: ${USAGE}.`);
    values.set(name, value);
  }
  return {
    organization: values.get('--organization') ?? null,
    sample: numberOf('--sample', values.get('--sample') ?? '500', 0),
    watchSeconds: values.has('--watch') ? numberOf('--watch', values.get('--watch') ?? '', 1) : null,
  };
}

function numberOf(name: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new ConfigError(`${name} must be a whole number of at least ${least}, not "${text}".`);
}
