import { toFunctionSelector } from 'viem';
import { policyRegistryAbi } from '../abi/PolicyRegistry.js';
import type { TrackRoute } from './governor.js';

/** What a track is called follows from the calls that it takes, as the track of a proposal does. */
const NAMES: readonly (readonly [functionName: string, name: string])[] = [
  ['adoptModel', 'Model'],
  ['tightenSafety', 'Safety'],
  ['adoptModeration', 'Policy'],
  ['adoptAccess', 'Policy'],
  ['adoptRevenue', 'Treasury'],
];

const SELECTORS = new Map(
  NAMES.flatMap(([functionName, name]) =>
    policyRegistryAbi
      .filter((entry) => entry.type === 'function' && entry.name === functionName)
      .map((entry) => [toFunctionSelector(entry as never), name] as const),
  ),
);

/** Names of tracks by their ids. The strictest, that everything unrouted falls under, is the Constitution. */
export function nameTracks(routes: readonly TrackRoute[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const name of new Set(SELECTORS.values())) {
    const route = routes.find((candidate) => SELECTORS.get(candidate.selector as `0x${string}`) === name);
    if (route && !names.has(route.trackId)) names.set(route.trackId, name);
  }
  return names.set(0, 'Constitution');
}
