import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const SILENCE_MILLISECONDS = 20_000;
/** The logs of one block can be some megabytes; an answer beyond this would only fill the memory. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;
const unzip = promisify(gunzip);

/** An address did not answer, or not with what was asked for: a refused connection, a status, half an answer. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';

  constructor(
    message: string,
    /** `TIMEOUT`, `SERVER_ERROR`, or the operating system's name for it. */
    readonly code: string,
    readonly response?: { statusCode: number },
  ) {
    super(message);
  }
}

/** Posts JSON to one address over connections that stay open; parses the answer. Throws `HttpFailure`. */
export class HttpPost {
  private readonly agent: HttpAgent | HttpsAgent;
  private readonly target: URL;
  private readonly options: RequestOptions;

  constructor(url: string) {
    this.target = new URL(url);
    const isSecure = this.target.protocol === 'https:';
    this.agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    const { username, password } = this.target;
    const auth = username ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : undefined;
    this.options = { method: 'POST', auth, timeout: SILENCE_MILLISECONDS };
  }

  async post(payload: unknown): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(payload));
    const { statusCode, bytes } = await this.exchange(body).catch((error) => this.again(error, body));
    if (statusCode < 200 || statusCode > 299) {
      throw new HttpFailure(`server response ${statusCode}`, 'SERVER_ERROR', { statusCode });
    }
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      throw new HttpFailure('the answer is not JSON', 'SERVER_ERROR', { statusCode });
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /** Connections that were kept open may have been closed from the other side just before we write: a new one decides. */
  private again(error: HttpFailure, body: Buffer): Promise<{ statusCode: number; bytes: Buffer }> {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
    return this.exchange(body, false);
  }

  private exchange(
    body: Buffer,
    agent: HttpAgent | false = this.agent,
  ): Promise<{ statusCode: number; bytes: Buffer }> {
    const isNear = /^(localhost|127\.|\[::1\])/.test(this.target.hostname);
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      // On one machine packing costs more than carrying.
      ...(isNear ? {} : { 'accept-encoding': 'gzip' }),
    };
    const send = this.target.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(this.target, { ...this.options, agent, headers }, (response) => {
        readAll(response).then(resolve, (error) => reject(failureOf(error)));
      });
      request.on('timeout', () => request.destroy(new HttpFailure('request timeout', 'TIMEOUT')));
      request.on('error', (error) => reject(failureOf(error)));
      request.end(body);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<{ statusCode: number; bytes: Buffer }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST_ANSWER_BYTES)
      throw new HttpFailure('the answer is too large', 'SERVER_ERROR', { statusCode: 413 });
  }
  const packed = Buffer.concat(chunks, length);
  const isPacked = response.headers['content-encoding'] === 'gzip';
  const bytes = isPacked ? await unzip(packed, { maxOutputLength: LARGEST_ANSWER_BYTES }) : packed;
  return { statusCode: response.statusCode ?? 0, bytes };
}

/** Several addresses of one name fail with an error that says nothing but a code. */
function failureOf(error: Error & { code?: string }): HttpFailure {
  if (error instanceof HttpFailure) return error;
  return new HttpFailure(error.message || String(error.code), error.code ?? 'SERVER_ERROR');
}
