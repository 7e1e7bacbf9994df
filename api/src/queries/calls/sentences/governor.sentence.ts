import { formatUnits } from 'viem';
import { formatBps } from '../../fixed-point.js';
import type { Track } from '../../governor.js';
import { formatSeconds, nameAccount, nameTrack, type Sentence } from './sentence.js';

const votes = (amount: unknown) => `${formatUnits(BigInt(String(amount ?? 0)), 18)} votes`;

/** Each rule of a track: its field, its words, how its value is written. */
const RULES: readonly (readonly [keyof Track, string, (value: unknown) => string])[] = [
  ['quorumBps', 'quorum', (value) => formatBps(Number(value))],
  ['approvalBps', 'approval', (value) => formatBps(Number(value))],
  ['quorumFloor', 'least quorum', votes],
  ['votingDelaySeconds', 'voting delay', (value) => formatSeconds(Number(value))],
  ['votingPeriodSeconds', 'voting period', (value) => formatSeconds(Number(value))],
  ['timelockDelaySeconds', 'timelock delay', (value) => formatSeconds(Number(value))],
  ['expirySeconds', 'expiry', (value) => formatSeconds(Number(value))],
];

/** "Changes track 2 (Model): quorum from 4 % to 5 %" */
export const setTrack: Sentence = (args, context) => {
  const trackId = Number(args.trackId);
  const rules = args.track as Record<string, unknown>;
  const old = context.tracks.find((track) => track.trackId === trackId);
  const name = nameTrack(context, trackId);
  if (!old) return `Adds ${name}: ${RULES.map(([field, word, write]) => `${word} ${write(rules[field])}`).join(', ')}`;

  const changes = RULES.filter(([field]) => String(old[field]) !== String(rules[field])).map(
    ([field, word, write]) => `${word} from ${write(old[field])} to ${write(rules[field])}`,
  );
  return changes.length > 0 ? `Changes ${name}: ${changes.join(', ')}` : `Keeps ${name} as it is`;
};

export const routeTrack: Sentence = (args, context) =>
  `Puts calls of ${args.selector} on ${nameAccount(context, String(args.target))} under ${nameTrack(context, Number(args.trackId))}`;

export const setGuardian: Sentence = (args, { governor }) => {
  const until = new Date(Number(args.termEndsAt) * 1000).toISOString().slice(0, 16).replace('T', ' ');
  const old = governor.guardian ? ` (now ${governor.guardian})` : '';
  return /^0x0{40}$/.test(String(args.guardian))
    ? `Takes the guardian out of office${old}`
    : `Makes ${args.guardian} the guardian until ${until} UTC${old}`;
};

export const setProposalThreshold: Sentence = (args, { governor }) => {
  const next = args.newProposalThreshold ?? Object.values(args)[0];
  return `Changes what is needed to propose from ${votes(governor.proposalThreshold)} to ${votes(next)}`;
};
