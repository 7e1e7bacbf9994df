import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/**
 * A source as the compiler sees it. Positions in syntax trees count bytes, so the text has one character for each byte.
 * @typedef {{name: string, text: string, tree: object}} Source
 */

const readBytes = (file) => fs.readFileSync(file, 'latin1');

/**
 * Reads the Solidity sources of a directory, with their syntax trees.
 * @param {string} directory that has `contracts/src` and `node_modules`
 * @returns {Source[]}
 */
export function readSources(directory) {
  const folder = path.join(directory, 'contracts/src');
  const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.sol'));
  const files = names.sort().map((name) => `contracts/src/${name}`);
  const request = {
    language: 'Solidity',
    sources: Object.fromEntries(
      files.map((file) => [file, { content: fs.readFileSync(path.join(directory, file), 'utf8') }]),
    ),
    settings: { evmVersion: 'osaka', outputSelection: { '*': { '': ['ast'] } } },
  };
  const read = (name) => ({ contents: fs.readFileSync(path.join(directory, 'node_modules', name), 'utf8') });
  const { errors = [], sources } = JSON.parse(require('solc').compile(JSON.stringify(request), { import: read }));
  const broken = errors.find(({ severity }) => severity === 'error');
  if (broken) throw new Error(`The contracts do not compile: ${broken.formattedMessage}`);
  return files.map((name) => ({ name, text: readBytes(path.join(directory, name)), tree: sources[name].ast }));
}

/** Where a node begins and ends. @returns {[number, number]} */
export function rangeOf(node) {
  const [start, length] = node.src.split(':').map(Number);
  return [start, start + length];
}

/** The nodes right below a node, in the order of the text. */
function childrenOf(node) {
  const isNode = (value) => value !== null && typeof value === 'object' && 'nodeType' in value && 'src' in value;
  const children = Object.values(node).flat().filter(isNode);
  return children.sort((a, b) => rangeOf(a)[0] - rangeOf(b)[0]);
}

/** Calls `visit` for a node and all below it, with the way that leads there: the nodes above, the nearest last. */
export function walk(node, visit, above = []) {
  visit(node, above);
  for (const child of childrenOf(node)) walk(child, visit, [...above, node]);
}
