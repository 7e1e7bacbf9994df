import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ArtifactCorrupt, ArtifactMissing, ArtifactRefused } from '../../src/artifacts/artifact-errors.js';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { cidOfDirectory } from '../../src/artifacts/cid.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('ArtifactStore', () => {
  let folder: string;
  let adapter: string;
  let store: ArtifactStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'artifacts-'));
    adapter = path.join(folder, 'adapter');
    await mkdir(path.join(adapter, 'a'), { recursive: true });
    await writeFile(path.join(adapter, 'weights.safetensors'), 'weights');
    await writeFile(path.join(adapter, 'a', 'config.json'), '{}');
    store = new ArtifactStore(path.join(folder, 'store'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('names a directory by the root of its UnixFS tree, and keeps it under its CID', async () => {
    const { digest, path: stored, sizeBytes } = await store.put(adapter);

    expect(path.basename(stored)).toBe('bafybeigjgrjrvbjfexonva4eamcqodiljn52zeytcr2v5ahgoaoau7pfca');
    expect(cidOfDirectory(digest).toString()).toBe(path.basename(stored));
    expect(sizeBytes).toBe(9);
  });

  it('refuses what is not there', async () => {
    await expect(store.put(path.join(folder, 'nothing'))).rejects.toThrow(new ArtifactRefused('there is no nothing'));
    await expect(store.putFile(path.join(folder, 'eval.json'))).rejects.toThrow(ArtifactRefused);
  });

  it('hands out what it took in, whatever happens to the source', async () => {
    const { digest } = await store.put(adapter);
    await writeFile(path.join(adapter, 'weights.safetensors'), 'other');

    const stored = await store.get(digest);

    expect(await readFile(path.join(stored, 'weights.safetensors'), 'utf8')).toBe('weights');
  });

  it('keeps the same bytes once and leaves nothing half taken in', async () => {
    const first = await store.put(adapter);
    expect(await store.put(adapter)).toEqual(first);
    expect(await readdir(path.join(folder, 'store', 'incoming'))).toEqual([]);
  });

  it('names a file by its own hash', async () => {
    const { digest } = await store.putFile(path.join(adapter, 'weights.safetensors'));
    expect(digest).toBe(`sha256:${sha256('weights')}`);
    expect(await readFile(await store.getFile(digest), 'utf8')).toBe('weights');
  });

  it('never hands out an artifact whose bytes were changed, and repairs it when it comes in again', async () => {
    const { digest, path: stored } = await store.put(adapter);
    await chmod(path.join(stored, 'weights.safetensors'), 0o644);
    await writeFile(path.join(stored, 'weights.safetensors'), 'weightz');
    await expect(store.get(digest)).rejects.toThrow(ArtifactCorrupt);

    await store.put(adapter);
    expect(await store.get(digest)).toBe(stored);
  });

  it('never hands out an artifact that a file or a link was added to', async () => {
    const { digest, path: stored } = await store.put(adapter);
    await writeFile(path.join(stored, 'extra'), '');
    await expect(store.get(digest)).rejects.toThrow(ArtifactCorrupt);

    await rm(path.join(stored, 'extra'));
    await symlink('/etc/hostname', path.join(stored, 'extra'));
    await expect(store.get(digest)).rejects.toThrow(ArtifactCorrupt);
  });

  it('says that an artifact is missing', async () => {
    await expect(store.get(`sha256:${sha256('nothing')}`)).rejects.toThrow(ArtifactMissing);
  });

  it.each(['sha256:../../../etc/passwd', `sha256:${'A'.repeat(64)}`, `md5:${'a'.repeat(64)}`, ''])(
    'does not make a path of %j',
    async (name) => {
      await expect(store.get(name)).rejects.toThrow('not a digest');
    },
  );

  it('takes no links in', async () => {
    await symlink('/etc/hostname', path.join(adapter, 'a', 'link'));
    await expect(store.put(adapter)).rejects.toThrow(ArtifactRefused);

    const linked = path.join(folder, 'linked');
    await symlink(path.join(adapter, 'a'), linked);
    await expect(store.put(linked)).rejects.toThrow(ArtifactRefused);
    await expect(store.putFile(path.join(adapter, 'a', 'link'))).rejects.toThrow(ArtifactRefused);
  });

  it('takes no empty directory in', async () => {
    await mkdir(path.join(folder, 'empty'));
    await expect(store.put(path.join(folder, 'empty'))).rejects.toThrow('holds no file');
  });
});
