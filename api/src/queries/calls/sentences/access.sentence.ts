import { formatUnits } from 'viem';
import { readSubject, readTiers } from '../policy-body.js';
import { inForce, type Sentence } from './sentence.js';

type Tier = ReturnType<typeof readTiers>[number];

const owners = (tier: Tier) =>
  tier.minimumStake === 0n ? 'anybody' : `holders of ${formatUnits(tier.minimumStake, 18)} staked MND`;

const allowance = (tier: Tier) => `${tier.requestsPerMinute} requests a minute of up to ${tier.contextTokens} tokens`;

function changeOf(before: Tier | undefined, after: Tier): string {
  if (!before) return `${owners(after)}: ${allowance(after)}`;
  if (allowance(before) === allowance(after)) return `${owners(after)}: still ${allowance(after)}`;
  return `${owners(after)}: ${allowance(before)} → ${allowance(after)}`;
}

/** "Changes the access to mandate: anybody: 60 requests a minute of up to 256 tokens → 120 requests …" */
export const adoptAccess: Sentence = (args, context) => {
  const body = args.policy as Record<string, unknown>;
  const subject = readSubject(body);
  const old = inForce(context, 'ACCESS', subject);
  const before = old ? readTiers(old.body) : [];
  const tiers = readTiers(body);
  const changes = tiers.map((tier) =>
    changeOf(
      before.find((other) => other.minimumStake === tier.minimumStake),
      tier,
    ),
  );
  const removed = before
    .filter((tier) => !tiers.some((other) => other.minimumStake === tier.minimumStake))
    .map((tier) => `no tier for ${owners(tier)} any more`);
  return `${old ? 'Changes' : 'Sets'} the access to ${subject}: ${[...changes, ...removed].join('; ') || 'nobody'}`;
};
