import 'reflect-metadata';
import { openArtifacts } from './artifacts/open-artifacts.js';
import { Config } from './config/config.js';
import { witnessesOf } from './executor/open-registries.js';
import { readRunCommand } from './executor/operator/run-command.js';
import { runOnConsole } from './executor/operator/run-console.js';
import { refuse } from './health/start-process.js';
import { openDataSource } from './store/data-source.js';

try {
  const command = readRunCommand(process.argv.slice(2));
  const config = Config.load();
  const dataSource = await openDataSource(config.env.DATABASE_URL, 3);
  try {
    process.exitCode = await runOnConsole(command, {
      dataSource,
      artifacts: openArtifacts(config.env),
      witnessesOf: (chainId) => witnessesOf(config, chainId),
      say: (line) => process.stdout.write(`${line}\n`),
    });
  } finally {
    await dataSource.destroy();
  }
} catch (error) {
  refuse(error);
}
