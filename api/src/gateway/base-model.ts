import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config/config-error.js';

/** The directory of the base model that is served: the configured one, else the only one among the worker's inputs. */
export function baseDirectoryOf(env: { GATEWAY_BASE_DIR?: string | undefined; WORKER_INPUTS_DIR: string }): string {
  if (env.GATEWAY_BASE_DIR) return path.resolve(env.GATEWAY_BASE_DIR);
  const directory = path.resolve(env.WORKER_INPUTS_DIR, 'base');
  const names = namesIn(directory);
  const [name] = names;
  if (!name) throw new ConfigError(`WORKER_INPUTS_DIR has no base model: there is nothing in ${directory}.`);
  if (names.length > 1) {
    throw new ConfigError(
      `GATEWAY_BASE_DIR must be set: ${directory} has ${names.length} models (${names.join(', ')}).`,
    );
  }
  return path.join(directory, name);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return []; // not laid out
  }
}
