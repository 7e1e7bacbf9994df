import { formatAmount, formatBps, formatDuration } from '../lib/format';

interface TrackRulesProps {
  track: {
    trackId: number;
    name: string;
    votingDelaySeconds: number;
    votingPeriodSeconds: number;
    timelockDelaySeconds: number;
    expirySeconds: number;
    quorumBps: number;
    approvalBps: number;
    quorumFloor: string;
  };
}

/** The rules of a track in words. */
export function TrackRules({ track }: TrackRulesProps) {
  return (
    <div className="text-sm">
      <p className="mb-2 font-semibold">
        {track.name} track{track.trackId === 0 && ', the strictest'}
      </p>
      <ul className="grid gap-1.5 text-ink-soft">
        <li>
          Voting opens {formatDuration(track.votingDelaySeconds)} after the proposal and lasts{' '}
          {formatDuration(track.votingPeriodSeconds)}.
        </li>
        <li>
          At least {formatBps(track.quorumBps)} of all votes must take part
          {BigInt(track.quorumFloor) > 0n && `, and never fewer than ${formatAmount(track.quorumFloor)}`}.
        </li>
        <li>At least {formatBps(track.approvalBps)} of For and Against must be For.</li>
        <li>
          Once queued it waits {formatDuration(track.timelockDelaySeconds)}; not executed within{' '}
          {formatDuration(track.expirySeconds)}, it expires.
        </li>
      </ul>
    </div>
  );
}
