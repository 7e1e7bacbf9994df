import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isBlockDue } from '../lib/block-clock.mjs';

const blockTime = 1;

it('makes a block every second while the chain is used', () => {
  assert.ok(isBlockDue({ now: 101, lastBlockAt: 100, lastUseAt: 60, blockTime }));
  assert.ok(!isBlockDue({ now: 100.5, lastBlockAt: 100, lastUseAt: 60, blockTime }));
});

it('makes a block now and then when nobody uses the chain', () => {
  assert.ok(!isBlockDue({ now: 1001, lastBlockAt: 1000, lastUseAt: 0, blockTime }));
  assert.ok(isBlockDue({ now: 1010, lastBlockAt: 1000, lastUseAt: 0, blockTime }));
});
