import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastLine, readLines } from '../../src/engine/log-lines.js';

describe('readLines', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'log-lines-'));
    file = path.join(folder, 'log');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps back a line that is still being written', async () => {
    await writeFile(file, 'one\ntw');
    const first = await readLines(file, 0);
    await appendFile(file, 'o\n');
    const second = await readLines(file, first.nextCursor);
    expect([first.lines, second.lines]).toEqual([['one'], ['two']]);
  });

  it('goes on at the right byte behind what is no text', async () => {
    await writeFile(file, Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('\nnext\n')]));
    const { nextCursor } = await readLines(file, 0);
    await appendFile(file, 'last\n');
    expect(await readLines(file, nextCursor)).toEqual({ lines: ['last'], nextCursor: nextCursor + 5 });
  });

  it('cuts a line that is longer than a page instead of waiting for its end', async () => {
    await writeFile(file, 'ö'.repeat(200_000));
    const { lines, nextCursor } = await readLines(file, 0);
    expect(lines).toHaveLength(1);
    expect(nextCursor).toBe(256 * 1024);
  });

  it('finds nothing in a file that is not there', async () => {
    expect(await readLines(file, 7)).toEqual({ lines: [], nextCursor: 7 });
    expect(await lastLine(file)).toBeNull();
  });
});
