import fs from 'node:fs';
import path from 'node:path';

const page = path.resolve(import.meta.dirname, '../../docs/mutation-testing.md');

/** A mutant as docs/mutation-testing.md names it. */
export const nameOf = ({ place, original, changed }) => `${place}: ${original} → ${changed}`;

/** The survivors that the page gives no reason for. */
export function unexplained(survivors) {
  const text = fs.readFileSync(page, 'utf8').replaceAll('\\|', '|');
  return survivors.filter((mutant) => !text.includes(`\`${nameOf(mutant)}\``));
}

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** The table of the sources, one line each. */
export function tableOf(mutants, isKilled) {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const rows = files.map((file) => {
    const own = mutants.filter((mutant) => mutant.file === file);
    const killed = own.filter(isKilled).length;
    return [file.replace('contracts/src/', ''), own.length, killed, own.length - killed, percent(killed, own.length)];
  });
  const cells = [['source', 'mutants', 'killed', 'survived', 'score'], ...rows].map((row) => row.map(String));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  return cells.map((row) => line(row).join('  ')).join('\n');
}
