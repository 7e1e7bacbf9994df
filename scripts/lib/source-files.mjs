import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const handWritten = /\.(ts|tsx|mjs|cjs|sol|py)$/;
const generated = /^(api\/src\/abi|web\/src\/generated)\//;

/** The hand-written sources that git knows of or would take in, with their lines. */
export function sourceFiles() {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return stdout
    .split('\n')
    .filter((name) => handWritten.test(name) && !generated.test(name) && fs.existsSync(path.join(root, name)))
    .map((name) => ({ name, lines: fs.readFileSync(path.join(root, name), 'utf8').trimEnd().split('\n') }));
}

const functionStart =
  /^\s*(?:export )?(?:default )?(?:(?:async )?function\b|(?:private |protected |public |static |override |async |readonly )*#?\w+\(.*\).*\{$|(?:const|let) \w+ =.*=> \{$|def |async def |constructor\b)/;
const controlFlow = /^\s*(?:if|for|while|switch|catch|return|else|do|try|describe|it|test|assert)\b/;

/** Names and lengths of the functions of a file, told by their indentation, which the formatters of all our languages hold. */
export function functionLengths({ name, lines }) {
  const indentation = (line) => line.length - line.trimStart().length;
  return lines.flatMap((line, start) => {
    if (!functionStart.test(line) || controlFlow.test(line)) return [];
    const depth = indentation(line);
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((next) => next.trim() && indentation(next) <= depth && !/^\s*[)\]]/.test(next));
    const length = (end === -1 ? rest.length : end) + (name.endsWith('.py') ? 1 : 2);
    return [{ name: `${name}:${start + 1} ${line.trim().slice(0, 60)}`, length }];
  });
}
