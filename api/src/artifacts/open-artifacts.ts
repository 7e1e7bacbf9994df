import type { Env } from '../config/env.js';
import { ArtifactStore } from './artifact-store.js';
import type { BlockStore } from './blocks/block-store.js';
import { KuboBlockStore } from './blocks/kubo.block-store.js';
import { S3BlockStore } from './blocks/s3.block-store.js';

/** What the environment says of artifacts. */
type ArtifactEnv = Pick<Env, 'ARTIFACT_DIR' | 'ARTIFACT_SHARED_URL' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'>;

/** The store of artifacts that the environment names. Throws when it names a shared one that cannot be used. */
export function openArtifacts(env: ArtifactEnv): ArtifactStore {
  return new ArtifactStore(env.ARTIFACT_DIR, env.ARTIFACT_SHARED_URL === undefined ? null : sharedStore(env));
}

function sharedStore({ ARTIFACT_SHARED_URL = '', AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: ArtifactEnv): BlockStore {
  const [kind] = ARTIFACT_SHARED_URL.split('+', 1);
  const url = new URL(ARTIFACT_SHARED_URL.slice(`${kind}+`.length));
  if (kind === 'kubo') return new KuboBlockStore(url);
  if (url.pathname === '/') throw new Error('ARTIFACT_SHARED_URL names no bucket: s3+https://host/bucket.');
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined)
    throw new Error('ARTIFACT_SHARED_URL names a bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return new S3BlockStore({ url, region, accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY });
}
