import type { CID } from 'multiformats/cid';
import * as rawCodec from 'multiformats/codecs/raw';
import { type BlockStore, BlockStoreFailed } from './block-store.js';

const patienceMilliseconds = 60_000;
/** How long the node looks for a block among its peers before it counts as missing. */
const searchSeconds = 20;

/** Blocks in an IPFS node, over Kubo's RPC (https://docs.ipfs.tech/reference/kubo/rpc/). */
export class KuboBlockStore implements BlockStore {
  readonly name: string;
  private readonly headers: Record<string, string>;

  /** `url` is the root of the RPC, such as `http://127.0.0.1:5001`; a user and password in it become basic auth. */
  constructor(private readonly url: URL) {
    const { username, password, origin } = url;
    this.name = `the IPFS node ${origin}`;
    this.headers =
      username === '' ? {} : { authorization: `Basic ${btoa(`${username}:${decodeURIComponent(password)}`)}` };
  }

  async get(cid: CID): Promise<Uint8Array | null> {
    const response = await this.call('block/get', { arg: cid.toString(), timeout: `${searchSeconds}s` });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const said = await response.text();
    if (/not found|deadline exceeded|context canceled|timeout/i.test(said)) return null;
    throw new BlockStoreFailed(this.name, `answered ${response.status} to a read: ${said.slice(0, 200)}`);
  }

  async put(cid: CID, bytes: Uint8Array): Promise<void> {
    const codec = cid.code === rawCodec.code ? 'raw' : 'dag-pb';
    const body = new FormData();
    body.set('data', new Blob([bytes as Uint8Array<ArrayBuffer>]));
    // A single file is one block, and may be larger than what peers exchange.
    const query = { 'cid-codec': codec, mhtype: 'sha2-256', 'allow-big-block': 'true' };
    const { Key: key } = await this.answer<{ Key: string }>('block/put', query, body);
    if (key !== cid.toString()) throw new BlockStoreFailed(this.name, `kept ${cid} as ${key}`);
  }

  async pin(root: CID): Promise<void> {
    await this.answer('pin/add', { arg: root.toString(), recursive: 'true' });
  }

  private async answer<T>(method: string, query: Record<string, string>, body?: FormData): Promise<T> {
    const response = await this.call(method, query, body);
    const said = await response.text();
    if (!response.ok)
      throw new BlockStoreFailed(this.name, `answered ${response.status} to ${method}: ${said.slice(0, 200)}`);
    return JSON.parse(said) as T;
  }

  private async call(method: string, query: Record<string, string>, body?: FormData): Promise<Response> {
    const address = new URL(`/api/v0/${method}?${new URLSearchParams(query)}`, this.url.origin);
    const signal = AbortSignal.timeout(patienceMilliseconds);
    return fetch(address, { method: 'POST', headers: this.headers, signal, ...(body && { body }) }).catch(
      (error: Error) => {
        const reason = error.cause instanceof Error ? error.cause.message : error.message;
        throw new BlockStoreFailed(this.name, `cannot be reached: ${reason}`);
      },
    );
  }
}
