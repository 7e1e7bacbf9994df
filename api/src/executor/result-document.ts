import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { resultSchema } from '../abi/result-schema.js';
import { ResultRefused } from './refusals.js';
import { schemaCheck } from './schema-check.js';

// 1e999 is a number in JSON and infinite here: the check takes finite numbers only.
const violationIn = schemaCheck(resultSchema);
const largestBytes = 1024 * 1024;

/** What the worker says came out of an attempt. */
export interface RunResult {
  readonly runId: string | null;
  readonly attempt: number;
  readonly jobDigest: string;
  readonly artifactDigest: string;
  readonly evaluationDigest: string;
  readonly provenanceDigest: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly trainSeconds: number;
  readonly totalSeconds: number;
  readonly device: string;
  readonly codeVersion: string;
}

/** What a result has to speak of. */
export interface ExpectedResult {
  readonly runId: string;
  readonly attempt: number;
  readonly jobDigest: string;
}

/** Reads result.json. A number that is none (NaN, Infinity), a field too many or too few, another run: all refused. */
export async function readResult(directory: string, expected: ExpectedResult): Promise<RunResult> {
  const file = path.join(directory, 'result.json');
  const { size } = await lstat(file).then((found) => {
    if (!found.isFile()) throw new ResultRefused('result.json is not a plain file');
    return found;
  }, refuseMissing);
  if (size > largestBytes) throw new ResultRefused(`result.json has ${size} bytes`);

  const text = await readFile(file, 'utf8');
  const result = parse(text);
  const violation = violationIn(result);
  if (violation !== null) throw new ResultRefused(`${violation.field}: ${violation.reason}`);
  // No database of ours holds it; the escape is the only way to write it in JSON.
  if (text.includes('\\u0000')) throw new ResultRefused('a text in result.json has a NUL');
  assertExpected(result as RunResult, expected);
  return result as RunResult;
}

function assertExpected(result: RunResult, expected: ExpectedResult): void {
  for (const field of ['runId', 'attempt', 'jobDigest'] as const) {
    if (result[field] !== expected[field]) {
      throw new ResultRefused(`${field}: ${result[field]} instead of ${expected[field]}`);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ResultRefused('result.json is not JSON');
  }
}

function refuseMissing(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? new ResultRefused('there is no result.json') : error;
}
