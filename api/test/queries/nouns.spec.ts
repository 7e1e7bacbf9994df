import { describe, expect, it } from '@jest/globals';
import { stringToHex } from 'viem';
import { toJson } from '../../src/queries/calls/abi-json.js';
import { calldataOf } from '../../src/queries/calls/decode-call.js';
import { formatE6 } from '../../src/queries/fixed-point.js';
import { gateRow, toMiss } from '../../src/queries/gate.js';
import { intIdOf } from '../../src/queries/int-id.js';
import { parsePolicyId, policyIdOf } from '../../src/queries/policy.js';
import { parseProposalId, proposalIdOf } from '../../src/queries/proposal.js';
import { titleOf } from '../../src/queries/proposal-row.js';
import { nameTracks } from '../../src/queries/track-names.js';
import { addressOf } from './support/a-context.js';

describe('a title', () => {
  it.each([
    ['# Pay the auditors\n\nBecause.', 'Pay the auditors'],
    ['\n\n  Plain first line  \nrest', 'Plain first line'],
    ['Short #proposer=0x00000000000000000000000000000000000000AA', 'Short'],
    ['', 'Untitled proposal'],
    ['#proposer=0x00000000000000000000000000000000000000AA', 'Untitled proposal'],
  ])('of %j is its first line', (description, title) => {
    expect(titleOf(description)).toBe(title);
  });

  it('is cut when it is a book', () => {
    expect(titleOf('x'.repeat(1_500_000))).toHaveLength(250);
  });
});

describe('ids', () => {
  it('come back as they went out', () => {
    const proposal = { chainId: 1, governor: addressOf(1), proposalId: 2n ** 256n - 1n };
    expect(parseProposalId(proposalIdOf(proposal))).toEqual(proposal);
    const policy = { chainId: 1, registry: addressOf(1), kind: 'MODEL' as const, subject: 'a:b', version: 7 };
    expect(parsePolicyId(policyIdOf(policy))).toEqual(policy);
  });

  it.each(['', '1:0x12:3', 'x', `1:${addressOf(1)}:-1`, `1:${addressOf(1)}:1'; drop table proposal_created`])(
    'that are none, like %j, name nothing',
    (id) => {
      expect(parseProposalId(id)).toBeNull();
      expect(parsePolicyId(id)).toBeNull();
    },
  );

  it('as numbers fit into a JSON number', () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => intIdOf(`name ${at}`));
    expect(new Set(numbers).size).toBe(1_000);
    for (const number of numbers) expect(`${Number(number)}`).toBe(number);
  });
});

describe('a gate row', () => {
  const atLeast = { metric: 'refusal', bound: 'atLeast' as const, valueE6: 800_000n };
  const atMost = { metric: 'errorRate', bound: 'atMost' as const, valueE6: 50_000n };

  it.each([
    [atLeast, '0.8', true, null],
    [atLeast, '0.799999', false, '0.000001'],
    [atMost, '0.05', true, null],
    [atMost, '1', false, '0.95'],
  ])('compares %o with %s', (threshold, value, passed, missedBy) => {
    const row = gateRow(threshold, [{ name: threshold.metric, value }]);
    expect(row).toMatchObject({ value, passed, missedBy });
  });

  it('takes a metric that is missing for missed, and says nothing before anything was measured', () => {
    expect(gateRow(atLeast, [])).toMatchObject({ value: null, passed: false, missedBy: null });
    expect(gateRow(atLeast, null)).toMatchObject({ value: null, passed: null });
  });

  it('words the miss of the contract', () => {
    const miss = { metric: 'refusal', isMissing: true, isAtMost: false, valueE6: '0', thresholdE6: '800000' };
    expect(toMiss(miss)).toEqual({
      metric: 'refusal',
      isMissing: true,
      bound: 'atLeast',
      value: null,
      threshold: '0.8',
      missedBy: null,
    });
  });

  it('writes six decimals as people do', () => {
    expect([0, 1, 950_000, 1_000_000, 12_500_000].map(formatE6)).toEqual(['0', '0.000001', '0.95', '1', '12.5']);
  });
});

describe('decoded arguments', () => {
  it('have names as text, wide integers as decimals, hashes as they are', () => {
    const hash = `0x${'ab'.repeat(32)}`;
    const parameter = {
      name: 'policy',
      type: 'tuple[]',
      components: [
        { name: 'subject', type: 'bytes32' },
        { name: 'digest', type: 'bytes32' },
        { name: 'amount', type: 'uint256' },
      ],
    };
    const value = [{ subject: stringToHex('assistant', { size: 32 }), digest: hash, amount: 2n ** 100n }];
    expect(toJson(value, parameter)).toEqual([{ subject: 'assistant', digest: hash, amount: `${2n ** 100n}` }]);
  });

  it('of Bravo governors get the selector that their signature names', () => {
    const call = { target: addressOf(1), value: 0n, calldata: '0x', signature: 'pause()' };
    expect(calldataOf(call)).toBe('0x8456cb59');
  });
});

describe('tracks', () => {
  it('are named by the calls that fall under them', () => {
    const names = nameTracks([{ target: addressOf(1), selector: '0x12345678', trackId: 3 }]);
    expect([...names]).toEqual([[0, 'Constitution']]);
  });
});
