import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const directory = path.join(root, 'contracts/mutants');
const tests = path.join(root, 'contracts/test');

/**
 * A patch that removes one defence. Its header names the row of docs/attacks.md, what is removed, and the tests that must go red.
 * @typedef {{name: string, file: string, row: string, removes: string, red: string[]}} Patch
 */

const field = (text, name) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1] ?? '';

/** What a patch says of itself. @returns {Patch} */
export function patchOf(file) {
  const header = fs.readFileSync(file, 'utf8').split(/^--- /m)[0];
  const red = field(header, 'Red').split(/, */).filter(Boolean);
  return {
    name: path.basename(file, '.patch'),
    file,
    row: field(header, 'Row'),
    removes: field(header, 'Removes'),
    red,
  };
}

/** All patches, in the order of their rows. @returns {Patch[]} */
export function readPatches() {
  const names = fs.readdirSync(directory).filter((name) => name.endsWith('.patch'));
  return names.sort().map((name) => patchOf(path.join(directory, name)));
}

/** The patches of these rows (`A5`, `A05`) or of these names (`A05a`, `A05-code-swap`). */
export function selectPatches(patches, wanted) {
  const plain = (id) => id.replace(/^A0+/, 'A');
  const isMeant = ({ name, row }, id) => [row, plain(name), plain(name.split('-')[0])].includes(plain(id));
  const unknown = wanted.filter((id) => !patches.some((patch) => isMeant(patch, id)));
  if (unknown.length > 0) throw new Error(`There is no patch for ${unknown.join(', ')}.`);
  return wanted.length === 0 ? patches : patches.filter((patch) => wanted.some((id) => isMeant(patch, id)));
}

/** The files of contracts/test with the test functions in each, by the function's name. @returns {Map<string, string[]>} */
export function testFilesByName() {
  const byName = new Map();
  for (const name of fs.readdirSync(tests, { recursive: true }).filter((name) => name.endsWith('.t.sol'))) {
    const text = fs.readFileSync(path.join(tests, name), 'utf8');
    for (const [, test] of text.matchAll(/^ {4}function ((?:test|invariant)\w*)\(/gm)) {
      byName.set(test, [...(byName.get(test) ?? []), `contracts/test/${name}`]);
    }
  }
  return byName;
}

/** The one file of a test. */
export function fileOfTest(filesByName, test) {
  const files = filesByName.get(test) ?? [];
  if (files.length === 0) throw new Error(`There is no test ${test}.`);
  if (files.length > 1) throw new Error(`${test} is the name of several tests: ${files.join(', ')}.`);
  return files[0];
}
