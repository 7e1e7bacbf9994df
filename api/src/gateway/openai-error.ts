/** The body of an error, as OpenAI's clients read it. */
export interface OpenAiErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null };
}

/** An error that a client of the OpenAI API understands. One small class per broken rule follows. */
export class OpenAiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string | null,
    message: string,
    readonly param: string | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  body(): OpenAiErrorBody {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

export class InvalidChatRequest extends OpenAiError {
  constructor(message: string, param: string | null) {
    super(400, 'invalid_request_error', null, message, param);
  }
}

export class ModelNotFound extends OpenAiError {
  constructor(model: string, known: readonly string[]) {
    const served = known.map((name) => `'${name}'`).join(', ');
    super(
      404,
      'invalid_request_error',
      'model_not_found',
      `There is no model '${model}' here, only ${served}.`,
      'model',
    );
  }
}

export class ContextLengthExceeded extends OpenAiError {
  constructor(promptTokens: number, contextTokens: number) {
    const message = `The messages have ${promptTokens} tokens; your access tier and the model have room for ${contextTokens} at most.`;
    super(400, 'invalid_request_error', 'context_length_exceeded', message, 'messages');
  }
}

export class RateLimitExceeded extends OpenAiError {
  constructor(requestsPerMinute: number, retryAfterSeconds: number) {
    const message = `Your access tier allows ${requestsPerMinute} requests per minute. Try again in ${retryAfterSeconds} s.`;
    super(429, 'rate_limit_error', 'rate_limit_exceeded', message, null, { 'retry-after': String(retryAfterSeconds) });
  }
}

export class AccessDenied extends OpenAiError {
  constructor() {
    super(
      403,
      'permission_error',
      'access_denied',
      'The access policy in force has no tier for callers without a stake.',
    );
  }
}

export class ModelUnavailable extends OpenAiError {
  constructor(reason: string) {
    super(503, 'server_error', 'model_unavailable', `The model cannot answer now: ${reason}`, null, {
      'retry-after': '2',
    });
  }
}
