import { getAddress } from 'viem';
import type { CallContext } from '../../../src/queries/calls/sentences/sentence.js';
import { type Policy, type PolicyKind, policyIdOf } from '../../../src/queries/policy.js';

/** An address that a test can name. */
export const addressOf = (number: number) => getAddress(`0x${number.toString(16).padStart(40, '0')}`);

/** An organization with contracts and nothing in force, but for what the test is about. */
export function aContext(changes: Partial<CallContext> = {}): CallContext {
  return {
    organization: {
      id: 'acme',
      slug: 'acme',
      name: 'Acme',
      chainId: 31337,
      addresses: {
        governor: addressOf(0xa1),
        token: addressOf(0xa2),
        timelock: addressOf(0xa3),
        mandateToken: addressOf(0xa4),
        policyRegistry: addressOf(0xa5),
        runRegistry: addressOf(0xa6),
        revenueAllocator: addressOf(0xa7),
      },
    },
    policies: [],
    tracks: [],
    governor: { proposalThreshold: 1000n * 10n ** 18n, guardian: addressOf(7), guardianTermEndsAt: new Date(0) },
    ...changes,
  };
}

/** A policy in force. */
export function aPolicy(kind: PolicyKind, subject: string, changes: Partial<Policy> = {}): Policy {
  const key = { chainId: 31337, registry: addressOf(0xa5), kind, subject, version: 1 };
  const position = { blockNumber: 1, logIndex: 0, txHash: '0x', blockAt: new Date(0) };
  return {
    ...key,
    id: policyIdOf(key),
    slug: 'acme',
    digest: '0x',
    epoch: 1,
    isActive: true,
    wasActive: true,
    runId: null,
    body: {},
    adoptedAt: new Date(0),
    position,
    ...changes,
  };
}
