import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** The framework's account of how it starts, and its stack traces of what keeps it from starting: that is said in one sentence. */
const UNSAID = new Set([
  'ExceptionHandler',
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'TypeOrmModule',
]);

/** The log of a process: what its own parts say, one line each. */
export class ProcessLogger extends ConsoleLogger {
  constructor(logLevels: LogLevel[] = ['error', 'warn', 'log']) {
    super({ prefix: 'mandate', logLevels, colors: process.stdout.isTTY === true });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!UNSAID.has(String(rest.at(-1)))) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!UNSAID.has(String(rest.at(-1)))) super.error(message, ...rest);
  }
}
