import type { Track } from '../../queries/governor.js';
import type { Cell, Value } from '../view.js';

/** The rules of a track beside the struct that stands at one place of a view's outputs. */
export function trackCells(track: Track, at = 0): Cell[] {
  const { votingDelaySeconds, votingPeriodSeconds, timelockDelaySeconds, expirySeconds } = track;
  const { quorumBps, approvalBps, quorumFloor } = track;
  const fields = {
    votingDelaySeconds,
    votingPeriodSeconds,
    timelockDelaySeconds,
    expirySeconds,
    quorumBps,
    approvalBps,
  };
  return Object.entries({ ...fields, quorumFloor }).map(([name, indexed]) => ({
    name,
    indexed,
    onChain: (outputs) => (outputs[at] as Record<string, Value>)[name],
  }));
}
