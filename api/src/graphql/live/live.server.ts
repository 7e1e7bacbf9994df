import type { Server } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type DocumentNode, type GraphQLFormattedError, type GraphQLSchema, specifiedRules, validate } from 'graphql';
import { useServer as serveOver } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { LIMIT_RULES } from '../../queries/limits/rules.js';
import { formatError } from '../errors/error-codes.js';

/** A document is small; whoever sends more is cut off. */
const MAXIMUM_MESSAGE_BYTES = 64 * 1024;

/**
 * Subscriptions (and queries) over graphql-ws at /graphql, with the same limits and the same masked errors as over
 * HTTP. Nest's own server takes neither limits of size nor rules, hence this one.
 */
@Injectable()
export class LiveServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private stop: (() => void | Promise<void>) | null = null;

  constructor(
    private readonly schemas: GraphQLSchemaHost,
    private readonly http: HttpAdapterHost,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MAXIMUM_MESSAGE_BYTES });
    const options = {
      schema: this.schemas.schema,
      validate: (schema: GraphQLSchema, document: DocumentNode) =>
        validate(schema, document, [...specifiedRules, ...LIMIT_RULES]),
      onNext: (_: unknown, __: unknown, ___: unknown, ____: unknown, result: { errors?: readonly Error[] }) =>
        result.errors ? { ...result, errors: result.errors.map(masked) } : undefined,
      onError: (_: unknown, __: unknown, ___: unknown, errors: readonly (Error | GraphQLFormattedError)[]) =>
        errors.map(masked),
    };
    const disposable = serveOver(options as Parameters<typeof serveOver>[0], sockets);
    this.stop = () => disposable.dispose();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop?.();
  }
}

/** An error as it is told; GraphQL's errors print themselves in the standard's form. */
function masked(error: Error | GraphQLFormattedError): GraphQLFormattedError {
  const formatted = 'toJSON' in error ? (error.toJSON as () => GraphQLFormattedError)() : { message: error.message };
  return formatError(formatted, error);
}
