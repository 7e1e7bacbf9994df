import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

/** Names of the rules that a small house of these files breaks. */
function brokenRules(files) {
  const house = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
  for (const [name, content] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    fs.mkdirSync(path.dirname(path.join(house, name)), { recursive: true });
    fs.writeFileSync(path.join(house, name), content);
  }
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(root, '.dependency-cruiser.cjs');
  const args = [
    cruiser,
    '--config',
    config,
    '--output-type',
    'json',
    ...new Set(Object.keys(files).map((name) => name.split('/')[0])),
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8' });
  fs.rmSync(house, { recursive: true });
  assert.ok(stdout, stderr);
  return [...new Set(JSON.parse(stdout).summary.violations.map(({ rule }) => rule.name))].sort();
}

const noun = 'export interface Noun { id: string }\nexport const noun = 1;\n';
const uses = (where) => `import { noun } from '${where}';\nexport const used = noun;\n`;

it('lets a room import from lower floors', () => {
  assert.deepEqual(
    brokenRules({ 'api/src/store/noun.ts': noun, 'api/src/graphql/user.ts': uses('../store/noun.js') }),
    [],
  );
});

it('refuses an import from a higher floor', () => {
  const files = { 'api/src/graphql/noun.ts': noun, 'api/src/store/user.ts': uses('../graphql/noun.js') };
  assert.deepEqual(brokenRules(files), ['floor-of-api-store']);
});

it('refuses an import from the same floor, of a type alone too', () => {
  const type = "import type { Noun } from '../indexer/noun.js';\nexport type Used = Noun;\n";
  const files = { 'api/src/indexer/noun.ts': noun, 'api/src/executor/user.ts': type };
  assert.deepEqual(brokenRules(files), ['floor-of-api-executor']);
});

it('refuses an import from another feature', () => {
  const files = { 'web/src/features/vote/noun.ts': noun, 'web/src/features/run/user.ts': uses('../vote/noun') };
  assert.deepEqual(brokenRules(files), ['features-are-neighbours']);
});

it('refuses an import from another top-level folder', () => {
  const files = { 'api/src/store/noun.ts': noun, 'web/src/lib/user.ts': uses('../../../api/src/store/noun') };
  assert.deepEqual(brokenRules(files), ['walls-of-web']);
});

it('refuses a room without a floor, a circle and a barrel', () => {
  const files = {
    'api/src/attic/noun.ts': `${noun}import '../config/a.js';\n`,
    'api/src/config/a.ts': "import './b.js';\n",
    'api/src/config/b.ts': "import './a.js';\n",
    'api/src/store/index.ts': noun,
    'api/src/queries/user.ts': uses('../store/index.js'),
  };
  assert.deepEqual(brokenRules(files), ['no-barrels', 'no-circles', 'unknown-room-of-api']);
});
