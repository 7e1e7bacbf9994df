import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brokenHouseRules } from '../lib/house-rules.mjs';
import { satisfies } from '../lib/node-version.mjs';
import { functionLengths } from '../lib/source-files.mjs';

const file = (name, length = 3) => ({ name, lines: Array(length).fill('x') });

it('refuses barrels, empty names and files without end', () => {
  const files = [
    file('api/src/store/index.ts'),
    file('web/src/utils/date.ts'),
    file('worker/mandate_worker/common.py'),
    file('a.ts', 501),
  ];
  assert.equal(brokenHouseRules(files).length, 4);
});

it('takes names that only begin like empty ones', () => {
  const files = [file('web/index.html'), file('api/src/indexer/follower.ts'), file('api/src/chain/common-ancestor.ts')];
  assert.deepEqual(
    brokenHouseRules(files).filter((sentence) => !sentence.startsWith('web/index.html')),
    [],
  );
});

it('measures functions of all our languages', () => {
  const typescript = ['export function add(a: number) {', '  if (a) {', '    return 1;', '  }', '  return 2;', '}'];
  const python = ['def add(a):', '    """Adds."""', '    return a', '', 'x = 1'];
  assert.deepEqual(
    functionLengths({ name: 'a.ts', lines: typescript }).map(({ length }) => length),
    [6],
  );
  assert.deepEqual(
    functionLengths({ name: 'a.py', lines: python }).map(({ length }) => length),
    [4],
  );
});

it('knows which Node is new enough', () => {
  const range = '^20.19.0 || >=22.12.0';
  const fit = ['v20.19.0', 'v20.20.2', 'v22.12.0', 'v24.0.0'];
  const unfit = ['v18.20.0', 'v20.18.9', 'v21.7.0', 'v22.11.0'];
  assert.deepEqual(
    fit.filter((version) => satisfies(version, range)),
    fit,
  );
  assert.deepEqual(
    unfit.filter((version) => satisfies(version, range)),
    [],
  );
});
