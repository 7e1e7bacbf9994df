import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from '@ipld/dag-pb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ArtifactCorrupt, ArtifactMissing, ArtifactRefused } from '../../src/artifacts/artifact-errors.js';
import { ArtifactStore } from '../../src/artifacts/artifact-store.js';
import { type BlockStore, BlockStoreFailed } from '../../src/artifacts/blocks/block-store.js';
import { KuboBlockStore } from '../../src/artifacts/blocks/kubo.block-store.js';
import { S3BlockStore } from '../../src/artifacts/blocks/s3.block-store.js';
import { cidOfDirectory, cidOfFile } from '../../src/artifacts/cid.js';
import { digestOf } from '../../src/artifacts/digest.js';
import { startKuboStandIn } from './support/kubo-stand-in.js';
import { s3Credentials, startS3Server } from './support/s3-server.js';

const root = path.resolve(import.meta.dirname, '../../..');
const MIB = 1 << 20;
let folder: string;
let adapter: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shared-artifacts-'));
  adapter = path.join(folder, 'adapter');
  await mkdir(path.join(adapter, 'nested'), { recursive: true });
  await writeFile(path.join(adapter, 'adapter_model.safetensors'), randomBytes(2 * MIB + 7));
  await writeFile(path.join(adapter, 'nested', 'config.json'), '{}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const here = (shared: BlockStore | null) => new ArtifactStore(path.join(folder, 'here'), shared);
const elsewhere = (shared: BlockStore | null) => new ArtifactStore(path.join(folder, 'elsewhere'), shared);
const bytesOf = (directory: string) => readFile(path.join(directory, 'adapter_model.safetensors'));

describe('a bucket that two machines share', () => {
  let server: Awaited<ReturnType<typeof startS3Server>>;
  let objects: string;
  let shared: BlockStore;

  beforeAll(async () => {
    objects = await mkdtemp(path.join(tmpdir(), 's3-'));
    server = await startS3Server(objects);
    shared = new S3BlockStore({ url: server.url, region: 'us-east-1', ...s3Credentials });
  });
  afterAll(async () => {
    await server.stop();
    await rm(objects, { recursive: true, force: true });
  });

  const objectOf = (name: string) => path.join(objects, 'artifacts', name);

  it('hands a directory from one to the other, byte by byte', async () => {
    const { digest } = await here(shared).put(adapter);

    const fetched = await elsewhere(shared).get(digest);
    expect((await bytesOf(fetched)).equals(await bytesOf(adapter))).toBe(true);
    expect(await readFile(path.join(fetched, 'nested', 'config.json'), 'utf8')).toBe('{}');
    expect(path.basename(fetched)).toBe(cidOfDirectory(digest).toString());
    expect(await readdir(path.join(folder, 'elsewhere', 'incoming'))).toEqual([]);
  });

  it('hands a file from one to the other', async () => {
    const { digest } = await here(shared).putFile(path.join(adapter, 'adapter_model.safetensors'));

    const fetched = await readFile(await elsewhere(shared).getFile(digest));
    expect(fetched.equals(await bytesOf(adapter))).toBe(true);
  });

  it('refuses a block whose bytes were changed in the bucket, and keeps nothing of it', async () => {
    const { digest } = await here(shared).put(adapter);
    const large = await objectLargerThan(MIB - 1);
    await writeFile(large, randomBytes(MIB));

    await expect(elsewhere(shared).get(digest)).rejects.toThrow(ArtifactCorrupt);
    expect(await readdir(path.join(folder, 'elsewhere'))).toEqual(['incoming']);
  });

  it('refuses a directory of which one block is missing', async () => {
    const { digest } = await here(shared).put(adapter);
    await rm(await objectLargerThan(MIB - 1));

    await expect(elsewhere(shared).get(digest)).rejects.toThrow(/has no block bafkrei/);
  });

  it('says that an artifact is missing, which is not the same as a bucket that refuses', async () => {
    await expect(elsewhere(shared).get(digestOf('nothing'))).rejects.toThrow(ArtifactMissing);

    const stranger = new S3BlockStore({
      url: server.url,
      region: 'us-east-1',
      ...s3Credentials,
      secretAccessKey: 'wrong',
    });
    await expect(elsewhere(stranger).get(digestOf('nothing'))).rejects.toThrow(/answered 403/);
    const noBucket = new S3BlockStore({ url: new URL('/other', server.url), region: 'us-east-1', ...s3Credentials });
    await expect(here(noBucket).put(adapter)).rejects.toThrow(BlockStoreFailed);
  });

  it('repairs from the bucket what went bad here', async () => {
    const store = here(shared);
    const { digest, path: stored } = await store.put(adapter);
    const weights = path.join(stored, 'adapter_model.safetensors');
    await chmod(weights, 0o644);
    await writeFile(weights, 'spoiled');

    const repaired = await bytesOf(await store.get(digest));
    expect(repaired.equals(await bytesOf(adapter))).toBe(true);
  });

  it('takes nothing in that the bucket does not take', async () => {
    const nowhere = new S3BlockStore({
      url: new URL('http://127.0.0.1:1/artifacts'),
      region: 'us-east-1',
      ...s3Credentials,
    });

    await expect(here(nowhere).put(adapter)).rejects.toThrow(/cannot be reached/);
    expect(await readdir(path.join(folder, 'here'))).toEqual(['incoming']);
  });

  async function objectLargerThan(bytes: number): Promise<string> {
    for (const name of await readdir(path.join(objects, 'artifacts'))) {
      const content = await readFile(objectOf(name));
      if (content.length > bytes && (await bytesOf(adapter)).includes(content)) return objectOf(name);
    }
    throw new Error('no object is that large');
  }
});

describe('an IPFS node', () => {
  let node: Awaited<ReturnType<typeof startKuboStandIn>>;
  let shared: BlockStore;

  beforeEach(async () => {
    node = await startKuboStandIn();
    shared = new KuboBlockStore(node.url);
  });
  afterEach(() => node.stop());

  it('keeps a directory under the address that is its digest, pinned as a whole', async () => {
    const { digest } = await here(shared).put(adapter);

    expect(node.pins).toEqual([cidOfDirectory(digest).toString()]);
    const fetched = await bytesOf(await elsewhere(shared).get(digest));
    expect(fetched.equals(await bytesOf(adapter))).toBe(true);
  });

  it('says what is missing, and refuses what is something else', async () => {
    await expect(elsewhere(shared).get(digestOf('nothing'))).rejects.toThrow(ArtifactMissing);

    const { digest } = await here(shared).put(adapter);
    node.blocks.set(cidOfDirectory(digest).toString(), Buffer.from('something else'));
    await expect(elsewhere(shared).get(digest)).rejects.toThrow(ArtifactCorrupt);
  });

  it.each(['..', 'a/b', '../../outside', '.', ''])('never writes a file that a tree calls %j', async (name) => {
    const digest = hostileTree(node.blocks, name);

    await expect(elsewhere(shared).get(digest)).rejects.toThrow(ArtifactRefused);
    expect(await readdir(folder)).toEqual(['adapter', 'elsewhere']);
  });
});

it('names a directory as the worker does', async () => {
  const { digest } = await here(null).put(adapter);

  const said = execFileSync(path.join(root, '.venv/bin/python'), ['-m', 'mandate_worker', 'digest', adapter], {
    cwd: path.join(root, 'worker'),
    encoding: 'utf8',
  });
  expect(JSON.parse(said)).toEqual({ digest, cid: cidOfDirectory(digest).toString() });
});

/** A well-formed directory block whose one entry has a name that leads elsewhere. */
function hostileTree(blocks: Map<string, Buffer>, name: string): string {
  const content = Buffer.from('content');
  const leaf = cidOfFile(digestOf(content));
  blocks.set(leaf.toString(), content);
  const links = [{ Hash: leaf, Name: name, Tsize: content.length }];
  // The data of a UnixFS node that says "directory", and nothing else.
  const directory = Buffer.from(encode({ Data: new Uint8Array([8, 1]), Links: links }));
  const digest = digestOf(directory);
  blocks.set(cidOfDirectory(digest).toString(), directory);
  return digest;
}
