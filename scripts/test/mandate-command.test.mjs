import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const program = path.resolve(import.meta.dirname, '../mandate.mjs');
const runId = `0x${'a'.repeat(64)}`;

let dataDir;
before(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
});
after(() => fs.rmSync(dataDir, { recursive: true, force: true }));

/** What the command says on a machine where nothing is set up. */
function said(...words) {
  const { MANDATE_CONFIG: _, DATABASE_URL: __, ...environment } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], {
    env: { ...environment, MANDATE_DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  return { status, stderr };
}

for (const [words, sentence] of [
  [[], /^There is no "mandate "\.\nmandate run explain/],
  [['run', 'explian', runId], /^There is no "mandate run explian"\.\nmandate run explain/],
  [['run', 'explain', '7'], /^"7" is not a run id/],
  [['run', 'cancel', runId, 'now'], /^now is not understood here/],
]) {
  test(`mandate ${words.join(' ')}: what is mistyped is told before what is missing`, () => {
    const { status, stderr } = said(...words);

    assert.equal(status, 1);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /MANDATE_CONFIG is not set/);
  });
}

test('a command that is understood needs a stack', () => {
  const { status, stderr } = said('run', 'explain', runId);

  assert.equal(status, 1);
  assert.match(stderr, /^MANDATE_CONFIG is not set/);
});
