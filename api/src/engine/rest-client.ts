import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

const silenceMilliseconds = 20_000;
const largestAnswerBytes = 256 * 1024 * 1024;

/** What a cluster's REST interface answered. */
export interface RestAnswer {
  readonly status: number;
  readonly text: string;
}

/** The cluster could not be asked, or said nothing that can be understood: nothing is known of the attempt by that. */
export class ClusterUnreachable extends Error {
  override readonly name = 'ClusterUnreachable';
}

/**
 * Talks JSON to one server: `http://`, `https://`, or `unix:/path/of/a/socket`. Node's `fetch` cannot be used for this: it
 * marks its requests as a browser would, and Ray refuses those.
 */
export class RestClient {
  private readonly target: RequestOptions;
  private readonly basePath: string;
  private readonly isSecure: boolean;

  constructor(
    private readonly address: string,
    /** Asked before every request, so that a token may be renewed while we run. */
    private readonly headers: () => Promise<Record<string, string>>,
  ) {
    if (address.startsWith('unix:')) {
      this.target = { socketPath: address.slice('unix:'.length), host: 'localhost' };
      this.basePath = '';
      this.isSecure = false;
      return;
    }
    const url = new URL(address);
    this.isSecure = url.protocol === 'https:';
    this.target = { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port || (this.isSecure ? 443 : 80) };
    this.basePath = url.pathname.replace(/\/$/, '');
  }

  async send(method: 'GET' | 'POST' | 'DELETE', path: string, document?: unknown): Promise<RestAnswer> {
    const body = document === undefined ? null : Buffer.from(JSON.stringify(document));
    const headers = {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
      ...(await this.headers()),
    };
    try {
      return await this.exchange({ ...this.target, method, path: this.basePath + path, headers }, body);
    } catch (error) {
      throw new ClusterUnreachable(`${this.address} cannot be reached: ${(error as Error).message}`, { cause: error });
    }
  }

  private exchange(options: RequestOptions, body: Buffer | null): Promise<RestAnswer> {
    const request = this.isSecure ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, timeout: silenceMilliseconds }, (answer) => {
        const chunks: Buffer[] = [];
        let length = 0;
        answer.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > largestAnswerBytes) sent.destroy(new Error('the answer is too long'));
          chunks.push(chunk);
        });
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${silenceMilliseconds / 1000} seconds`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** The JSON object of an answer. */
export function objectIn({ status, text }: RestAnswer, who: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, with what was said instead.
  }
  throw new ClusterUnreachable(`${who} answered ${status} and no JSON: ${text.slice(0, 200)}`);
}
