import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mandateHeaders } from './mandate-headers.js';
import { InvalidChatRequest, OpenAiError } from './openai-error.js';
import { Serving } from './serving.js';

/** Gives every error of the door OpenAI's shape; what nobody expected is logged and told as a plain 500. */
@Catch()
export class OpenAiErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('gateway');

  constructor(private readonly serving: Serving) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = this.known(error);
    reply
      .status(known.status)
      .headers({ ...mandateHeaders(this.serving.state, null), ...known.headers })
      .send(bodyOf(error, known));
  }

  private known(error: unknown): OpenAiError {
    if (error instanceof OpenAiError) return error;
    const status = statusOf(error);
    if (status === 400) return new InvalidChatRequest((error as Error).message, null);
    if (status < 500) return new OpenAiError(status, 'invalid_request_error', null, (error as Error).message);
    // Readiness speaks through a 503 of its own; it is no fault.
    if (status !== 503) this.logger.error(error);
    return new OpenAiError(status, 'server_error', null, 'The gateway could not answer. Its log says why.');
  }
}

/** Health answers keep their own body, which monitoring reads. */
function bodyOf(error: unknown, known: OpenAiError): object {
  const isHealth = error instanceof HttpException && error.getStatus() === 503;
  return isHealth ? Object(error.getResponse()) : known.body();
}

/** The status of an error of Nest or of Fastify (a body that is too large, or no JSON). */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: number };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : 500;
}
