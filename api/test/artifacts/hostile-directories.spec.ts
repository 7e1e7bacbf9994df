import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ArtifactRefused } from '../../src/artifacts/artifact-errors.js';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';

/** What a worker may have left in its result, and how the refusal begins. */
const hostile: [string, (at: string) => Promise<unknown>, string][] = [
  ['a link to a file', (at) => symlink('/etc/hostname', path.join(at, 'config.json')), 'config.json is neither'],
  ['a link to a directory', (at) => symlink('/etc', path.join(at, 'config')), 'config is neither'],
  ['a link to nothing', (at) => symlink('nowhere', path.join(at, 'config')), 'config is neither'],
  ['a link to itself', (at) => symlink('loop', path.join(at, 'loop')), 'loop is neither'],
  ['a pipe that nobody writes to', async (at) => execFileSync('mkfifo', [path.join(at, 'pipe')]), 'pipe is neither'],
  [
    'folders without end',
    (at) => mkdir(path.join(at, ...Array(40).fill('d')), { recursive: true }),
    'its folders are nested',
  ],
  ['folders alone', (at) => mkdir(path.join(at, 'a', 'b'), { recursive: true }), 'the directory holds no file'],
];

describe('a directory that means harm', () => {
  let folder: string;
  let result: string;
  let store: ArtifactStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
    result = path.join(folder, 'adapter');
    await mkdir(result);
    store = new ArtifactStore(path.join(folder, 'store'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each(hostile)('is refused with %s, and leaves nothing behind', async (_what, plant, sentence) => {
    await plant(result);

    await expect(store.put(result)).rejects.toThrow(`artifact refused: ${sentence}`);
    expect(await readdir(path.join(folder, 'store'))).toEqual(['incoming']);
    expect(await readdir(path.join(folder, 'store', 'incoming'))).toEqual([]);
  });

  it('is refused with more files than anybody needs', async () => {
    execFileSync('sh', ['-c', 'seq 10001 | sed s/^/f/ | xargs touch'], { cwd: result });

    await expect(store.put(result)).rejects.toThrow(new ArtifactRefused('the directory holds more than 10000 files'));
  });

  it('has no hold on the copy: a hard link of what came in changes nothing', async () => {
    const weights = path.join(result, 'weights');
    await writeFile(weights, 'weights');
    await link(weights, path.join(folder, 'handle'));
    const { digest } = await store.put(result);
    await writeFile(path.join(folder, 'handle'), 'changed');

    expect(await store.get(digest)).toEqual(expect.stringContaining('bafy'));
  });
});
