import { spawn } from 'node:child_process';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { differencesOf, rowsOfChain } from './tables.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

/** Runs a process of the API to its end. */
async function runToEnd(name, args, environment) {
  const child = spawn(process.execPath, [path.join(root, `dist/api/main.${name}.js`), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, words: `${await out}${await err}` };
}

/**
 * Compares the rows with those of an index of the same chain that nothing ever disturbed.
 * @param {{database: import('../world/own-database.mjs').OwnDatabase, config: string}} world `config` leads straight to the chain
 * @returns {Promise<{rows: number, differences: string[]}>}
 */
export async function compareWithUndisturbed({ database, config }) {
  await database.query('CREATE DATABASE undisturbed');
  try {
    const url = database.urlOf('undisturbed');
    const { code, words } = await runToEnd('indexer', ['--until-head'], { DATABASE_URL: url, MANDATE_CONFIG: config });
    if (code !== 0) throw new Error(`the undisturbed index was not made:\n${words}`);
    const [actual, expected] = [await rowsOfChain(database.url), await rowsOfChain(url)];
    const rows = [...expected.values()].reduce((sum, lines) => sum + lines.length, 0);
    return { rows, differences: differencesOf(actual, expected) };
  } finally {
    await database.query('DROP DATABASE undisturbed WITH (FORCE)');
  }
}

/** Compares the rows with what the contracts say; returns the lines of what differs. */
export async function audit({ database, config }) {
  const { code, words } = await runToEnd('audit', [], { DATABASE_URL: database.url, MANDATE_CONFIG: config });
  return code === 0 ? [] : words.trim().split('\n');
}
