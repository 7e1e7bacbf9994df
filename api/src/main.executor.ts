import 'reflect-metadata';
import { Config } from './config/config.js';
import { ExecutorModule } from './executor/executor.module.js';
import { startProcess } from './health/start-process.js';

await startProcess(() => {
  const config = Config.load();
  return { module: ExecutorModule.forRoot(config), host: config.env.HOST, port: config.env.EXECUTOR_PORT };
});
