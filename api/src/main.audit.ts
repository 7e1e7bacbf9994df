import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Audit } from './audit/audit.js';
import { AuditModule } from './audit/audit.module.js';
import { auditOnce } from './audit/audit-once.js';
import { type AuditOptions, readAuditOptions } from './audit/audit-options.js';
import { ChainModule } from './chain/chain.module.js';
import { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { ProcessLogger } from './health/process-logger.js';
import { refuse, startProcess } from './health/start-process.js';
import { StoreModule } from './store/store.module.js';

@Module({})
class AuditProcess {}

const processOf = (config: Config, options: AuditOptions) => ({
  module: AuditProcess,
  imports: [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(config.env.DATABASE_URL, 2),
    ChainModule,
    HealthModule,
    AuditModule.forRoot(options),
  ],
});

/** Audits once; the exit code is 1 when anything differs, or could not be audited. */
async function once(options: AuditOptions): Promise<void> {
  const app = await NestFactory.createApplicationContext(processOf(Config.load(), options), {
    logger: new ProcessLogger(['error', 'warn']),
    abortOnError: false,
  });
  const summary = await auditOnce(app.get(Audit), {
    result: (line) => process.stdout.write(`${line}\n`),
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  await app.close();
  process.exitCode = summary.differ + summary.failed > 0 ? 1 : 0;
}

try {
  const options = readAuditOptions(process.argv.slice(2));
  if (options.watchSeconds === null) await once(options);
  else {
    await startProcess(() => {
      const config = Config.load();
      return { module: processOf(config, options), host: config.env.HOST, port: config.env.AUDIT_PORT };
    });
  }
} catch (error) {
  refuse(error);
}
