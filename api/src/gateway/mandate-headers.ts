import type { Choice } from './serving.js';
import type { ServingState } from './serving-state.js';

/** What every answer says about its origin. */
export const MANDATE_HEADERS = [
  'x-mandate-run',
  'x-mandate-proposal',
  'x-mandate-revision',
  'x-mandate-policy-model',
  'x-mandate-policy-safety',
  'x-mandate-policy-moderation',
  'x-mandate-policy-access',
  'x-mandate-lane',
  'x-mandate-moderation',
] as const;

export type MandateHeaders = Record<(typeof MANDATE_HEADERS)[number], string>;

const NONE = 'none';

/**
 * The headers of an answer. `x-mandate-policy-model` is the policy that the answering revision carries out, which in
 * the canary lane is not yet the one in force. `x-mandate-moderation` is `pass`, `flag` or `block`.
 */
export function mandateHeaders(
  state: ServingState | null,
  choice: Pick<Choice, 'lane' | 'revision'> | null,
  moderation: 'pass' | 'flag' | 'block' | 'none' = NONE,
): MandateHeaders {
  const revision = choice?.revision;
  return {
    'x-mandate-run': revision?.runId ?? NONE,
    'x-mandate-proposal': revision?.proposalId ?? NONE,
    'x-mandate-revision': revision?.artifactDigest ?? (choice?.lane === 'base' ? 'base' : NONE),
    'x-mandate-policy-model': revision?.policyDigest ?? NONE,
    'x-mandate-policy-safety': state?.policies.safety?.digest ?? NONE,
    'x-mandate-policy-moderation': state?.policies.moderation?.digest ?? NONE,
    'x-mandate-policy-access': state?.policies.access?.digest ?? NONE,
    'x-mandate-lane': choice?.lane ?? NONE,
    'x-mandate-moderation': moderation,
  };
}
