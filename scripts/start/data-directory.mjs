// Whether the data of a stack is whole. A first start that was interrupted has told half a story on half a chain: the next
// one begins anew. After that nothing is ever removed.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const parts = ['chain.json', 'deployment.json', 'stack.json', 'database', 'runs', 'artifacts'];
const mark = (dataDir) => path.join(dataDir, '.first-start-finished');

/** Removes what an interrupted first start left behind. */
export function forgetUnfinishedStart(dataDir) {
  if (existsSync(mark(dataDir))) return;
  for (const part of parts) rmSync(path.join(dataDir, part), { recursive: true, force: true });
}

/** From now on the data is kept. */
export function markFinished(dataDir) {
  writeFileSync(mark(dataDir), '');
}
