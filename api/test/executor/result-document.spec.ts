import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ResultRefused } from '../../src/executor/refusals.js';
import { readResult } from '../../src/executor/result-document.js';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const expected = { runId: `0x${'a'.repeat(64)}`, attempt: 2, jobDigest: digest('1') };
const aResult = (changes: Record<string, unknown> = {}) => ({
  ...{ version: 1, ...expected },
  ...{ artifactDigest: digest('2'), evaluationDigest: digest('3'), provenanceDigest: digest('4') },
  ...{ metrics: { refusal: 0.95 }, trainSeconds: 1.5, totalSeconds: 2, device: 'cpu', codeVersion: '1' },
  ...changes,
});

describe('result.json', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'result-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (text: string) => {
    await writeFile(path.join(folder, 'result.json'), text);
    return readResult(folder, expected);
  };

  it('is read when it speaks of this attempt', async () => {
    expect(await read(JSON.stringify(aResult()))).toEqual(aResult());
  });

  it.each([
    ['NaN', '{"refusal":NaN}', 'not JSON'],
    ['an infinite metric', '{"refusal":1e999}', 'metrics.refusal: must be number'],
    ['a metric as text', '{"refusal":"0.95"}', 'metrics.refusal: must be number'],
    ['a negative metric', '{"refusal":-0.1}', 'metrics.refusal: must be >= 0'],
    ['no metric', '{}', 'metrics: must NOT have fewer'],
    ['a metric whose name does not fit', `{"${'x'.repeat(32)}":1}`, 'metrics'],
  ])('is refused with %s', async (_what, metrics, message) => {
    const text = JSON.stringify(aResult()).replace('{"refusal":0.95}', metrics);
    await expect(read(text)).rejects.toThrow(ResultRefused);
    await expect(read(text)).rejects.toThrow(message);
  });

  it.each([
    ['run', { runId: `0x${'b'.repeat(64)}` }],
    ['run (none)', { runId: null }],
    ['attempt', { attempt: 1 }],
    ['job', { jobDigest: digest('9') }],
  ])('is refused when it speaks of another %s', async (_what, changes) => {
    await expect(read(JSON.stringify(aResult(changes)))).rejects.toThrow('instead of');
  });

  it('is refused with a field too many or too few, and when it is missing or a link', async () => {
    await expect(read(JSON.stringify(aResult({ extra: 1 })))).rejects.toThrow('extra: unknown field');
    await expect(read(JSON.stringify(aResult({ device: undefined })))).rejects.toThrow('device: missing');
    await expect(read(JSON.stringify(aResult({ device: 'c\0pu' })))).rejects.toThrow('has a NUL');

    await rm(path.join(folder, 'result.json'));
    await expect(readResult(folder, expected)).rejects.toThrow('there is no result.json');
    await symlink('/etc/hostname', path.join(folder, 'result.json'));
    await expect(readResult(folder, expected)).rejects.toThrow('not a plain file');
  });
});
