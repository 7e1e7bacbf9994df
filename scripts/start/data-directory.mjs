// Whether the data of a stack is whole. A first start that was interrupted has told half a story on half a chain: the next
// one begins anew. After that nothing is ever removed, and what was there before the first start never is.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const parts = [
  'chain.json',
  'chain.json.kept',
  'deployment.json',
  'organizations.json',
  'stack.json',
  'database',
  'runs',
  'artifacts',
];
const mark = (dataDir) => path.join(dataDir, '.first-start-unfinished');

/** True when a first start has told its story to the end here. */
export const isSettled = (dataDir) => existsSync(path.join(dataDir, 'deployment.json')) && !existsSync(mark(dataDir));

/** Removes what an interrupted first start made, and marks the one that begins now. */
export function beginFirstStart(dataDir) {
  const left = existsSync(mark(dataDir))
    ? partsToKeep(dataDir)
    : parts.filter((part) => existsSync(path.join(dataDir, part)));
  // The chain of a deployment that is not there is of no use to anybody.
  const kept = left.filter((part) => !part.startsWith('chain.json'));
  writeFileSync(`${mark(dataDir)}.new`, JSON.stringify(kept));
  renameSync(`${mark(dataDir)}.new`, mark(dataDir));
  for (const part of parts)
    if (!kept.includes(part)) rmSync(path.join(dataDir, part), { recursive: true, force: true });
}

function partsToKeep(dataDir) {
  try {
    return JSON.parse(readFileSync(mark(dataDir), 'utf8'));
  } catch {
    return [];
  }
}

/** From now on the data is kept. */
export function markFinished(dataDir) {
  rmSync(mark(dataDir), { force: true });
}
