import type { ChatMessage } from './chat-request.js';

/** What the serve process is asked to answer; `adapter` null means the base model. */
export interface GenerateRequest {
  adapter: string | null;
  messages: readonly ChatMessage[];
  maxTokens: number;
  temperature: number;
  seed: number | null;
  /** A prompt of more tokens is rejected. */
  contextTokens: number;
}

/** What it answered. */
export interface Generated {
  text: string;
  finishReason: 'stop' | 'length';
  promptTokens: number;
  completionTokens: number;
}

/** The serve process re-hashed an adapter and found other bytes than its digest says, or could not open it. */
export class AdapterRefused extends Error {
  constructor(
    readonly digest: string,
    reason: string,
  ) {
    super(`adapter ${digest} was refused: ${reason}`);
  }
}

/** The request itself is at fault (too long, empty); another try would end the same way. */
export class GenerateRejected extends Error {
  constructor(
    message: string,
    /** How long the prompt is, when it is too long; else null. */
    readonly promptTokens: number | null,
  ) {
    super(message);
  }
}

/** The serve process did not answer, or broke while it answered. */
export class GenerateFailed extends Error {}

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** Speaks to one running serve process on the loopback interface. */
export class ServeClient {
  private waiting = 0;
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly port: number,
    private readonly generateTimeoutMs = 60_000,
  ) {}

  /** Has the adapter directory at `path` re-hashed and loaded under its digest. */
  async loadAdapter(digest: string, path: string): Promise<void> {
    const reply = await this.send('POST', '/adapters', { digest, path });
    if (reply.status >= 400) throw new AdapterRefused(digest, String(reply.body.error ?? `status ${reply.status}`));
  }

  async unloadAdapter(digest: string): Promise<void> {
    await this.send('DELETE', `/adapters/${encodeURIComponent(digest)}`);
  }

  /** How many answers are asked for and not there yet. */
  get answersPending(): number {
    return this.waiting;
  }

  /**
   * Waits for its turn. The process answers one at a time: who waits there instead runs out of time, and how long it
   * took would tell how many wait, not how good a revision is.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const turn = this.lastTurn.then(work).finally(() => {
      this.waiting -= 1;
    });
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async isHealthy(): Promise<boolean> {
    return this.send('GET', '/healthz').then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  /** One answer. A rejected request and a failed answer are different errors: only the second speaks against a revision. */
  async generate(request: GenerateRequest): Promise<Generated> {
    const { adapter, messages, maxTokens, temperature, seed, contextTokens } = request;
    const limits = { max_tokens: maxTokens, context_tokens: contextTokens };
    const body = { adapter, messages, temperature, ...limits, ...(seed === null ? {} : { seed }) };
    const reply = await this.send('POST', '/generate', body).catch((error: Error) => {
      throw new GenerateFailed(error.message, { cause: error });
    });
    // No adapter of that name is our own fault; everything else that begins with 4 is the question's.
    if (reply.status >= 400 && reply.status < 500 && reply.status !== 404) throw rejectionOf(reply.body);
    if (reply.status !== 200) throw new GenerateFailed(String(reply.body.error ?? `status ${reply.status}`));
    return {
      text: String(reply.body.text),
      finishReason: reply.body.finish_reason === 'length' ? 'length' : 'stop',
      promptTokens: Number(reply.body.prompt_tokens),
      completionTokens: Number(reply.body.completion_tokens),
    };
  }

  private async send(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(this.generateTimeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {} };
  }
}

function rejectionOf(body: Reply['body']): GenerateRejected {
  const promptTokens = typeof body.prompt_tokens === 'number' ? body.prompt_tokens : null;
  return new GenerateRejected(String(body.error), promptTokens);
}
