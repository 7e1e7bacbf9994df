import { Link } from '@tanstack/react-router';
import { useChainTime } from '../../data/chain-time';
import { type Policy, type PolicyKind, usePolicies } from '../../data/policies';
import { formatRelative } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
import { Badge } from '../../ui/badge';
import { DigestLink, TxLink } from '../../ui/hex';
import { JsonView } from '../../ui/json-view';
import { Empty, LoadError, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Seal } from '../../ui/seal';
import { Section } from '../../ui/section';
import { wordsOfPolicy } from './policy-words';

const kinds: readonly [PolicyKind, string, string][] = [
  ['MODEL', 'Model', 'What is trained and rolled out.'],
  ['SAFETY', 'Safety', 'The thresholds of the gate.'],
  ['MODERATION', 'Moderation', 'What the gateway blocks or flags.'],
  ['ACCESS', 'Access', 'Who may ask how much.'],
  ['REVENUE', 'Revenue', 'How revenue is shared.'],
];

function PolicyBody({ policy }: { policy: Policy }) {
  const words = wordsOfPolicy(policy);
  if (!words) return <JsonView value={policy.body} />;
  return (
    <ul className="grid gap-1 text-sm">
      {words.map((sentence) => (
        <li key={sentence} className="[overflow-wrap:anywhere]">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function PolicyEntry({ policy, now }: { policy: Policy; now: Date }) {
  return (
    <article className="flex gap-4 px-4 py-4 sm:px-5" aria-label={`${policy.subject} v${policy.version}`}>
      <div className="max-sm:hidden">
        <Seal digest={policy.digest} size={52} />
      </div>
      <div className="grid min-w-0 gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="text-base">
            {policy.subject} v{policy.version}
          </h3>
          {policy.isActive ? (
            <Badge tone="pass">In force</Badge>
          ) : (
            <Badge>{policy.wasActive ? 'Was in force' : 'Not in force'}</Badge>
          )}
        </div>
        <PolicyBody policy={policy} />
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-faint">
          <DigestLink digest={policy.digest} hasSeal={false} />
          <span>adopted {formatRelative(policy.adoptedAt, now)}</span>
          {policy.proposal ? (
            <Link to="/proposals/$id" params={{ id: policy.proposal.proposalId }} className="text-accent underline">
              {shownText(policy.proposal.title)}
            </Link>
          ) : (
            <span>at deployment</span>
          )}
          {policy.run && (
            <Link to="/runs/$id" params={{ id: policy.run.runId }} className="text-accent underline">
              Run
            </Link>
          )}
          <TxLink hash={policy.position.txHash} />
        </p>
      </div>
    </article>
  );
}

function KindSection({ title, about, policies }: { title: string; about: string; policies: readonly Policy[] }) {
  const now = useChainTime();
  const inForce = policies.filter((policy) => policy.isActive);
  const others = policies.filter((policy) => !policy.isActive);
  return (
    <Section title={title} aside={about} isFlush>
      {inForce.length === 0 && <Empty>No {title.toLowerCase()} policy is in force.</Empty>}
      <div className="divide-y divide-line">
        {inForce.map((policy) => (
          <PolicyEntry key={policy.id} policy={policy} now={now} />
        ))}
      </div>
      {others.length > 0 && (
        <details className="border-t border-line">
          <summary className="px-4 py-2.5 text-sm text-accent sm:px-5">
            {others.length} other {others.length === 1 ? 'version' : 'versions'}
          </summary>
          <div className="divide-y divide-line border-t border-line">
            {others.map((policy) => (
              <PolicyEntry key={policy.id} policy={policy} now={now} />
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}

export function PoliciesPage() {
  const { policies, error, refetch } = usePolicies();
  return (
    <Page title="Policies" lead="The documents in force, each adopted by a vote and stored on chain by its digest.">
      {error && !policies && <LoadError what="The policies" error={error} retry={refetch} />}
      {!policies && !error && <Skeleton lines={8} />}
      {policies &&
        kinds.map(([kind, title, about]) => (
          <KindSection
            key={kind}
            title={title}
            about={about}
            policies={policies.filter((policy) => policy.kind === kind)}
          />
        ))}
    </Page>
  );
}
