import type { PreflightReport } from './preflight.js';

/** A report as lines of text, the verdict last. */
export function preflightText({ slug, findings, isRefused }: PreflightReport): string {
  const width = Math.max(...findings.map(({ capability }) => capability.length));
  const lines = findings.map(
    ({ capability, verdict, detail }) =>
      `${verdict.padEnd('supported'.length)}  ${capability.padEnd(width)}  ${detail}`,
  );
  const isDegraded = findings.some(({ verdict }) => verdict === 'degraded');
  const verdict = isRefused ? 'refused' : isDegraded ? 'can be followed, with what is degraded' : 'can be followed';
  return `${[...lines, `${slug}: ${verdict}`].join('\n')}\n`;
}
