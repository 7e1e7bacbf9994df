import { describe, expect, it } from '@jest/globals';
import { type Abi, encodeFunctionData, erc20Abi, parseEther, stringToHex, zeroAddress } from 'viem';
import { mandateGovernorAbi } from '../../src/abi/MandateGovernor.js';
import { policyRegistryAbi } from '../../src/abi/PolicyRegistry.js';
import { runRegistryAbi } from '../../src/abi/RunRegistry.js';
import { treasuryTimelockAbi } from '../../src/abi/TreasuryTimelock.js';
import { decodeCall, selectorOf } from '../../src/queries/calls/decode-call.js';
import { ANY_TOKEN, knownContract } from '../../src/queries/calls/known-contracts.js';
import { sayCall } from '../../src/queries/calls/sentences/say-call.js';
import { aContext, addressOf, aPolicy } from './support/a-context.js';

const subject = stringToHex('assistant', { size: 32 });
const name = (text: string) => stringToHex(text, { size: 32 });
const context = aContext();
const { policyRegistry, governor, timelock, mandateToken, runRegistry, token } = context.organization.addresses;

/** Says what a call does, by its bytes. */
function say(target: string | null, abi: Abi, functionName: string, args: unknown[], value = 0n, around = context) {
  return sayBytes(target ?? zeroAddress, encodeFunctionData({ abi, functionName, args }), value, around);
}

function sayBytes(target: string, data: `0x${string}`, value = 0n, around = context): string {
  const contract = knownContract(around.organization, target) ?? ANY_TOKEN;
  const selector = selectorOf(data);
  const call = { target, value, selector, bytes: (data.length - 2) / 2 };
  return sayCall(call, contract, selector && decodeCall(contract.abi, data), around);
}

const policies = (functionName: string, policy: unknown, around = context) =>
  say(policyRegistry, policyRegistryAbi as Abi, functionName, [policy], 0n, around);

describe('a model policy', () => {
  const job = JSON.stringify({
    base: { name: 'mandate-tiny-1' },
    dataset: { name: 'refuse-harmful-1' },
    lora: { r: 8 },
    training: { steps: 80 },
  });
  const policy = { subject, job, canaryBps: 2000, canarySeconds: 10, canaryRequests: 5 };

  it('is said with its base, dataset, steps and canary', () => {
    expect(policies('adoptModel', policy)).toBe(
      'Fine-tunes assistant: base mandate-tiny-1, dataset refuse-harmful-1, 80 steps, LoRA r=8; canary 20 % for 10 s',
    );
  });

  it('says which version it would take the place of', () => {
    const around = aContext({ policies: [aPolicy('MODEL', 'assistant', { version: 3 })] });
    expect(policies('adoptModel', policy, around)).toMatch(
      /; takes the place of version 3 once both gates are passed$/,
    );
  });

  it('says that an unreadable job cannot be carried out', () => {
    expect(policies('adoptModel', { ...policy, job: 'not json' })).toMatch(/not readable JSON/);
  });
});

describe('a safety policy', () => {
  const threshold = (metric: string, bound: 0 | 1, valueE6: bigint) => ({ metric: name(metric), bound, valueE6 });
  const body = {
    training: [{ metric: 'refusal', bound: 0, valueE6: '800000' }],
    canary: [{ metric: 'errorRate', bound: 1, valueE6: '50000' }],
  };
  const around = aContext({ policies: [aPolicy('SAFETY', 'assistant', { body })] });
  const errorRate = threshold('errorRate', 1, 50_000n);
  const adopt = (training: unknown[], canary: unknown[] = [errorRate], where = around) =>
    policies('adoptSafety', { subject, training, canary }, where);

  it.each([
    [900_000n, 'Raises the refusal threshold of assistant from 0.80 to 0.90'],
    [125_000n, 'Lowers the refusal threshold of assistant from 0.80 to 0.125'],
    [800_000n, 'Keeps every threshold of assistant as it is'],
  ])('says what changes: %s', (valueE6, sentence) => {
    expect(adopt([threshold('refusal', 0, valueE6)])).toBe(sentence);
  });

  it('says what is added, removed and turned around', () => {
    expect(adopt([threshold('helpfulness', 0, 950_000n)], [threshold('errorRate', 0, 50_000n)])).toBe(
      'Removes the refusal threshold of assistant (was at least 0.80); ' +
        'adds a helpfulness threshold to assistant: at least 0.95; ' +
        'turns the canary errorRate threshold of assistant from at most 0.05 to at least 0.05',
    );
  });

  it('says the first one in full', () => {
    expect(adopt([threshold('refusal', 0, 800_000n)], [errorRate], context)).toBe(
      'Sets the first thresholds of assistant: refusal at least 0.80, canary errorRate at most 0.05',
    );
  });
});

describe('the other policies', () => {
  it('say which phrases are blocked from now on, and which no longer', () => {
    const rule = (phrase: string, action: number) => ({ phrase, action, onOutput: false, message: 'No.' });
    const old = aPolicy('MODERATION', 'assistant', { body: { rules: [rule('foo', 0)] } });
    const around = aContext({ policies: [old] });
    expect(policies('adoptModeration', { subject, rules: [rule('bar', 1)] }, around)).toBe(
      'Changes the moderation of assistant: now flags "bar"; no longer blocks "foo"',
    );
  });

  it('say who may ask how much', () => {
    const tier = (minimumStake: bigint, requestsPerMinute: number) => ({
      minimumStake,
      requestsPerMinute,
      contextTokens: 256,
    });
    const body = { tiers: [{ minimumStake: '0', requestsPerMinute: 60, contextTokens: 256 }] };
    const around = aContext({ policies: [aPolicy('ACCESS', 'assistant', { body })] });
    const tiers = [tier(0n, 120), tier(parseEther('100'), 600)];
    expect(policies('adoptAccess', { subject, tiers }, around)).toBe(
      'Changes the access to assistant: anybody: 60 requests a minute of up to 256 tokens → ' +
        '120 requests a minute of up to 256 tokens; ' +
        'holders of 100 staked MND: 600 requests a minute of up to 256 tokens',
    );
  });

  it('say how the split moves', () => {
    const body = { shares: [{ account: token, bps: 10_000 }] };
    const around = aContext({ policies: [aPolicy('REVENUE', 'assistant', { body })] });
    const shares = [
      { account: token, bps: 6000 },
      { account: timelock, bps: 4000 },
    ];
    expect(policies('adoptRevenue', { subject, shares }, around)).toBe(
      `Changes the revenue split of assistant: StakedMandate (${token}) from 100 % to 60 %; ` +
        `the treasury (${timelock}) from 0 % to 40 %`,
    );
  });
});

describe('calls on the governor, the runs and the timelock', () => {
  const track = {
    votingDelaySeconds: 30,
    votingPeriodSeconds: 300,
    timelockDelaySeconds: 30,
    expirySeconds: 1_209_600,
    quorumBps: 500,
    approvalBps: 5000,
    quorumFloor: parseEther('20000'),
  };

  it('say which rule of a track changes', () => {
    const old = { ...track, trackId: 2, name: 'Model', quorumBps: 400, votingPeriodSeconds: 600 };
    const around = aContext({ tracks: [old] });
    expect(say(governor, mandateGovernorAbi as Abi, 'setTrack', [2, track], 0n, around)).toBe(
      'Changes track 2 (Model): quorum from 4 % to 5 %, voting period from 10 min to 5 min',
    );
  });

  it.each([
    ['setProposalThreshold', [parseEther('5')], 'Changes what is needed to propose from 1000 votes to 5 votes'],
    ['setGuardian', [zeroAddress, 0n], `Takes the guardian out of office (now ${addressOf(7)})`],
  ])('say what %s does', (functionName, args, sentence) => {
    expect(say(governor, mandateGovernorAbi as Abi, functionName, args)).toBe(sentence);
  });

  it('say who may carry out runs', () => {
    expect(say(runRegistry, runRegistryAbi as Abi, 'setWorker', [addressOf(9), true])).toBe(
      `Admits the worker ${addressOf(9)}`,
    );
  });

  it('say whom the timelock trusts', () => {
    const role = '0x0000000000000000000000000000000000000000000000000000000000000000';
    expect(say(timelock, treasuryTimelockAbi as Abi, 'grantRole', [role, addressOf(9)])).toBe(
      `Makes ${addressOf(9)} administrator of the timelock`,
    );
  });

  it.each([
    [zeroAddress, parseEther('10'), 'Lets at most 10 ETH leave the treasury in one window'],
    [mandateToken, parseEther('5000'), 'Lets at most 5000 MND leave the treasury in one window'],
    [addressOf(9), 7n, `Lets at most 7 base units of the token ${addressOf(9)} leave the treasury in one window`],
    [zeroAddress, 2n ** 256n - 1n, 'Takes away the cap on ETH that leaves the treasury'],
  ])('say what may leave the treasury: %s %s', (asset, cap, sentence) => {
    expect(say(timelock, treasuryTimelockAbi as Abi, 'setOutflowCap', [asset, cap])).toBe(sentence);
  });
});

describe('money', () => {
  it('is said in its unit, with the full address', () => {
    expect(sayBytes(addressOf(9), '0x', parseEther('5'))).toBe(`Sends 5 ETH to ${addressOf(9)}`);
    expect(say(mandateToken, erc20Abi, 'transfer', [addressOf(9), parseEther('1.5')])).toBe(
      `Sends 1.5 MND to ${addressOf(9)}`,
    );
  });

  it('of a foreign token is said without inventing decimals', () => {
    const foreign = addressOf(8);
    expect(say(foreign, erc20Abi, 'transfer', [addressOf(9), 7n])).toBe(
      `Sends 7 base units of the token ${foreign} to ${addressOf(9)}`,
    );
    expect(say(foreign, erc20Abi, 'approve', [addressOf(9), 2n ** 256n - 1n])).toBe(
      `Allows ${addressOf(9)} to spend all tokens ${foreign} without limit`,
    );
  });
});

describe('what cannot be read', () => {
  it('is said to be unknown, and what is sent with it', () => {
    expect(sayBytes(addressOf(9), '0xdeadbeef00', parseEther('1'))).toBe(
      `Calls an unknown function (selector 0xdeadbeef) on ${addressOf(9)} with 5 bytes; ` +
        `what it does cannot be told from here; sends 1 ETH to ${addressOf(9)}`,
    );
  });

  it('is a known function with broken arguments, too', () => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [addressOf(9), 1n] });
    expect(sayBytes(addressOf(8), data.slice(0, 40) as `0x${string}`)).toMatch(/^Calls an unknown function/);
  });

  it('is named with its arguments when no sentence can be made of them', () => {
    const beyond = 2n ** 48n - 1n;
    expect(say(governor, mandateGovernorAbi as Abi, 'setGuardian', [addressOf(9), beyond])).toBe(
      `Calls setGuardian on MandateGovernor (${governor}) with guardian = "${addressOf(9)}", termEndsAt = "${beyond}"`,
    );
    const job = '{"base":{"name":{"toString":1}}}';
    const policy = { subject, job, canaryBps: 2000, canarySeconds: 10, canaryRequests: 5 };
    expect(policies('adoptModel', policy)).toMatch(/^Calls adoptModel on PolicyRegistry .* with policy = \{/);
  });

  it('is named with its arguments when only the words are missing', () => {
    const args = [addressOf(9), parseEther('1')];
    expect(say(policyRegistry, policyRegistryAbi as Abi, 'transferOwnership', [addressOf(9)])).toBe(
      `Calls transferOwnership on PolicyRegistry (${policyRegistry}) with newOwner = "${args[0]}"`,
    );
  });
});
