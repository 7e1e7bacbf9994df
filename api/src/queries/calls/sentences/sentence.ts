import type { Governor, Track } from '../../governor.js';
import type { Organization } from '../../organization.js';
import type { Policy, PolicyKind } from '../../policy.js';
import type { CallArguments } from '../call.js';
import { knownContract } from '../known-contracts.js';

/** What was in force before a call: old values for "from … to …". */
export interface CallContext {
  organization: Organization;
  policies: Policy[];
  tracks: Track[];
  governor: Pick<Governor, 'proposalThreshold' | 'guardian' | 'guardianTermEndsAt'>;
}

/** Says what a call does, in plain words, without a full stop. */
export type Sentence = (args: CallArguments, context: CallContext, target: string) => string;

/** The policy that a call would take the place of. */
export function inForce(context: CallContext, kind: PolicyKind, subject: string): Policy | null {
  return context.policies.find((policy) => policy.kind === kind && policy.subject === subject) ?? null;
}

/** An account by what it is in the organization, with its full address. */
export function nameAccount(context: CallContext, address: string): string {
  if (address === context.organization.addresses.timelock) return `the treasury (${address})`;
  const name = knownContract(context.organization, address)?.name;
  return name ? `${name} (${address})` : address;
}

/** What a track is called. */
export function nameTrack(context: CallContext, trackId: number): string {
  const track = context.tracks.find((candidate) => candidate.trackId === trackId);
  return track ? `track ${trackId} (${track.name})` : `track ${trackId}`;
}

/** "80 s", "5 min", "2 h", "14 d": the largest unit that keeps the number whole. */
export function formatSeconds(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ];
  const unit = units.find(([size]) => seconds >= size && seconds % size === 0);
  return unit ? `${seconds / unit[0]} ${unit[1]}` : `${seconds} s`;
}
