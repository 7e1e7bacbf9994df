import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProcessLogger } from './process-logger.js';

/** How a process is put together once its configuration is read. */
export interface ProcessPlan {
  module: DynamicModule | Type;
  host: string;
  port: number;
  /** Routes and plugins that Nest's modules cannot add; called before the process listens. */
  prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}

/** After a signal, whatever has not ended by then is cut off. */
const SHUTDOWN_MILLISECONDS = 2000;

/**
 * Starts a process: reads its configuration, listens, and ends on SIGTERM or SIGINT. What keeps it from starting is
 * printed as one sentence, and the exit code is 1.
 */
export async function startProcess(plan: () => ProcessPlan): Promise<NestFastifyApplication> {
  try {
    const { module, host, port, prepare } = plan();
    const logger = new ProcessLogger();
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
      logger,
      abortOnError: false,
      forceCloseConnections: true,
    });
    endOnSignal(app);
    await prepare?.(app);
    await app.listen(port, host);
    logger.log(`listening on ${await app.getUrl()}`, 'process');
    return app;
  } catch (error) {
    refuse(error);
  }
}

/** Prints why the process does not start, and ends it. */
export function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? sentenceOf(error) : String(error)}\n`);
  process.exit(1);
}

function endOnSignal(app: NestFastifyApplication): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), SHUTDOWN_MILLISECONDS).unref();
      app.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

/** Connection failures of a pool arrive as an AggregateError without a message. */
function sentenceOf(error: Error & { code?: string }): string {
  if (error.code === 'EADDRINUSE') return `The port is already taken: ${error.message}`;
  if (error.code === 'ECONNREFUSED') return `DATABASE_URL: nothing answers there (${error.code}).`;
  // SQLSTATE: a role, password or database that does not exist.
  if (/^(28|3D)/.test(error.code ?? '')) return `DATABASE_URL: ${error.message}.`;
  return error.message || error.name;
}
