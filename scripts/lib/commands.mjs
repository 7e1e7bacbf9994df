import fs from 'node:fs';
import path from 'node:path';
import { eachLine, supervise } from './supervise.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Runs a command from the root to its end, its output in a log file as it comes. It ends with this process, whatever ends it.
 * @param {string[]} command program and arguments
 * @param {{logFile: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void}} options
 * @returns {Promise<{code: number, output: string, seconds: number}>}
 */
export async function runLogged([program, ...args], { logFile, env, onLine = () => {} }) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const startedAt = performance.now();
  const { child, exited } = supervise(program, args, { cwd: root, env: { ...process.env, ...env } });
  const lines = [];
  const log = fs.createWriteStream(logFile);
  const streams = [child.stdout, child.stderr].map((stream) => {
    eachLine(stream, (line) => {
      lines.push(line);
      log.write(`${line}\n`);
      onLine(line);
    });
    return new Promise((resolve) => stream.once('close', resolve));
  });
  const code = await exited;
  await Promise.all(streams);
  await new Promise((resolve) => log.end(resolve));
  return { code, output: lines.join('\n'), seconds: (performance.now() - startedAt) / 1000 };
}

/** The end of an output, indented under the line that says what failed. */
export function lastLines(output, count) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
