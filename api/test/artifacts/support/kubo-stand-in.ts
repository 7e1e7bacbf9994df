import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { cidOfDirectory, cidOfFile } from '../../../src/artifacts/cid.js';
import { digestOf } from '../../../src/artifacts/digest.js';

/** What the stand-in holds, for a test to look at and to spoil. */
export interface KuboStandIn {
  readonly url: URL;
  readonly blocks: Map<string, Buffer>;
  readonly pins: string[];
  stop(): void;
}

/** Answers the three calls of Kubo's RPC that the store makes, with the statuses and words of Kubo. */
export async function startKuboStandIn(): Promise<KuboStandIn> {
  const blocks = new Map<string, Buffer>();
  const pins: string[] = [];
  const calls: Record<string, (query: URLSearchParams, request: IncomingMessage) => Promise<Buffer | object>> = {
    '/api/v0/block/get': async (query) => found(blocks, query),
    '/api/v0/block/put': async (query, request) => {
      const bytes = await uploaded(request);
      const address = query.get('cid-codec') === 'raw' ? cidOfFile : cidOfDirectory;
      const key = address(digestOf(bytes)).toString();
      blocks.set(key, bytes);
      return { Key: key, Size: bytes.length };
    },
    '/api/v0/pin/add': async (query) => {
      found(blocks, query);
      pins.push(query.get('arg') ?? '');
      return { Pins: pins };
    },
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://node');
    const call = request.method === 'POST' ? calls[pathname] : undefined;
    if (call === undefined) return response.writeHead(404).end('404 page not found');
    const answer = await call(searchParams, request).catch((error: Error) => error);
    if (answer instanceof Error)
      return response.writeHead(500).end(JSON.stringify({ Message: answer.message, Code: 0, Type: 'error' }));
    return response.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}`), blocks, pins, stop: () => server.close() };
}

function found(blocks: Map<string, Buffer>, query: URLSearchParams): Buffer {
  const arg = query.get('arg') ?? '';
  const block = blocks.get(arg);
  if (block === undefined) throw new Error(`block was not found locally (offline): ipld: could not find ${arg}`);
  return block;
}

async function uploaded(request: IncomingMessage): Promise<Buffer> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(Readable.toWeb(request) as unknown as ReadableStream, { headers }).formData();
  const file = form.get('data');
  if (!(file instanceof Blob)) throw new Error('argument "data" is required');
  return Buffer.from(await file.arrayBuffer());
}
