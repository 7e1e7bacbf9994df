import 'reflect-metadata';
import { Config } from './config/config.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { MANDATE_HEADERS } from './gateway/mandate-headers.js';
import { startProcess } from './health/start-process.js';

await startProcess(() => {
  const config = Config.load();
  return {
    module: GatewayModule.forRoot(config),
    host: config.env.HOST,
    port: config.env.GATEWAY_PORT,
    prepare: (app) => app.enableCors({ origin: true, exposedHeaders: [...MANDATE_HEADERS, 'retry-after'] }),
  };
});
