import fs from 'node:fs';
import path from 'node:path';
import { foundryBinary } from '../lib/foundry.mjs';
import { copyToAnalyse, python } from './tools.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const register = path.join(root, 'docs/static-analysis.md');
const settings = path.join(root, 'slither.config.json');

/**
 * @typedef {{detector: string, place: string}} Finding
 * @typedef {Finding & {why: string}} Explanation
 */

/** Where a finding is, without line numbers: `Contract.function`, and the variable in it. */
function placeOf({ name, type_specific_fields: fields }) {
  const parent = fields?.parent;
  const isNamed = parent && ['contract', 'function', 'struct', 'event'].includes(parent.type);
  return isNamed ? `${placeOf(parent)}.${name}` : name;
}

/** The findings in slither's JSON. @returns {Finding[]} */
export function findingsOf({ results }) {
  return (results.detectors ?? []).map(({ check, elements }) => ({ detector: check, place: placeOf(elements[0]) }));
}

/** The rows `| detector | place | why |` of docs/static-analysis.md; the place `*` stands for all. @returns {Explanation[]} */
export function explanationsIn(markdown) {
  return [...markdown.matchAll(/^\| `([\w-]+)` \| `?([^|`]+)`? \| (.+) \|$/gm)].map(([, detector, place, why]) => {
    return { detector, place: place.trim(), why };
  });
}

const explains = (row, { detector, place }) => row.detector === detector && (row.place === '*' || row.place === place);

/**
 * What is wrong with the findings or with the register: a finding without a row, a row without a finding.
 * @returns {string[]}
 */
export function unexplained(findings, rows) {
  const missing = findings.filter((finding) => !rows.some((row) => explains(row, finding)));
  const stale = rows.filter((row) => !findings.some((finding) => explains(row, finding)));
  return [
    ...missing.map(({ detector, place }) => `${detector} at ${place} has no explanation`),
    ...stale.map(({ detector, place }) => `${detector} at ${place} is explained, but not found any more`),
  ];
}

/**
 * Runs every detector of slither over our contracts.
 * @returns {Promise<{findings: number, broken: string[]}>}
 */
export async function runSlither() {
  const copy = copyToAnalyse('default');
  try {
    const built = await copy.run(foundryBinary('forge'), ['build', '--build-info', '--ast', 'contracts/src']);
    const options = ['--config-file', settings, '--ignore-compile', '--foundry-out-directory', 'contracts/out'];
    const told = await copy.run(python, ['-m', 'slither', '.', ...options, '--json', 'findings.json']);
    const file = path.join(copy.directory, 'findings.json');
    const json = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { success: false };
    if (!json.success) {
      return {
        findings: 0,
        broken: [`slither did not run: ${json.error ?? built.errors + told.errors}`.slice(0, 2000)],
      };
    }
    const findings = findingsOf(json);
    const rows = explanationsIn(fs.readFileSync(register, 'utf8'));
    return { findings: findings.length, broken: unexplained(findings, rows) };
  } finally {
    await copy.remove();
  }
}
