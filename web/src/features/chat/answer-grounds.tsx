import { Link } from '@tanstack/react-router';
import { Badge, type Tone } from '../../ui/badge';
import { DigestLink } from '../../ui/hex';
import type { AnswerGrounds } from './ask-gateway';

const lanes: Record<string, readonly [string, Tone]> = {
  active: ['Active revision', 'pass'],
  canary: ['Canary', 'canary'],
  base: ['Base model', 'neutral'],
};

/** What gave this answer the right to be given, from its headers. */
export function AnswerGroundsView({ grounds }: { grounds: AnswerGrounds }) {
  const [lane, tone] = lanes[grounds.lane ?? ''] ?? ['Gateway', 'neutral'];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line pt-2.5 text-xs text-ink-soft">
      <Badge tone={tone}>{lane}</Badge>
      {grounds.moderation === 'block' && <Badge tone="miss">Blocked by moderation</Badge>}
      {grounds.moderation === 'flag' && <Badge tone="canary">Flagged by moderation</Badge>}
      {grounds.revision && (
        <span>
          revision <DigestLink digest={grounds.revision} />
        </span>
      )}
      {grounds.run && (
        <Link to="/runs/$id" params={{ id: grounds.run }} className="text-accent underline">
          Run
        </Link>
      )}
      {grounds.proposal && (
        <Link to="/proposals/$id" params={{ id: grounds.proposal }} className="text-accent underline">
          Proposal
        </Link>
      )}
      {grounds.policies.map(({ name, digest }) => (
        <span key={name}>
          {name} <DigestLink digest={digest} hasSeal={false} />
        </span>
      ))}
    </div>
  );
}
