import { AwsClient } from 'aws4fetch';
import type { CID } from 'multiformats/cid';
import { type BlockStore, BlockStoreFailed } from './block-store.js';

const patienceMilliseconds = 60_000;

/** Where a bucket is, and who asks. */
export interface S3Location {
  /** The endpoint with the bucket and, if wished, a folder in it: `https://host/bucket/folder`. */
  readonly url: URL;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One object per block in an S3 bucket, addressed by path. */
export class S3BlockStore implements BlockStore {
  readonly name: string;
  private readonly client: AwsClient;
  private readonly folder: string;

  constructor({ url, ...credentials }: S3Location) {
    this.folder = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    this.name = `the S3 bucket ${this.folder}`;
    this.client = new AwsClient({ ...credentials, service: 's3', retries: 3, initRetryMs: 100 });
  }

  async get(cid: CID): Promise<Uint8Array | null> {
    const response = await this.ask('GET', cid);
    if (response.status === 404 && !(await response.text()).includes('NoSuchBucket')) return null;
    if (!response.ok) throw new BlockStoreFailed(this.name, `answered ${response.status} to a read`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async put(cid: CID, bytes: Uint8Array): Promise<void> {
    const response = await this.ask('PUT', cid, bytes);
    if (!response.ok) throw new BlockStoreFailed(this.name, `answered ${response.status} to a write`);
    await response.arrayBuffer();
  }

  async pin(): Promise<void> {
    // What is in a bucket stays there.
  }

  private async ask(method: 'GET' | 'PUT', cid: CID, body?: Uint8Array): Promise<Response> {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const init = { method, signal, ...(body && { body: body as Uint8Array<ArrayBuffer> }) };
    return this.client.fetch(`${this.folder}/${cid}`, init).catch((error: Error) => {
      throw new BlockStoreFailed(this.name, `cannot be reached: ${reasonOf(error)}`);
    });
  }
}

/** `fetch` only says that it failed; the cause says why. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
