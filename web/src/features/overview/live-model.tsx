import { Link } from '@tanstack/react-router';
import { useActiveModels } from '../../data/active-models';
import { type Serving, useServing } from '../../data/serving';
import { formatBps } from '../../lib/format';
import { shownText } from '../../lib/shown-text';
import { Badge } from '../../ui/badge';
import { Fact, Facts } from '../../ui/facts';
import { DigestLink } from '../../ui/hex';
import { Notice, Skeleton } from '../../ui/notice';
import { Seal } from '../../ui/seal';

const policyNames = { safety: 'Safety policy', moderation: 'Moderation policy', access: 'Access policy' } as const;

function Grounds({ serving }: { serving: Serving }) {
  const { activeModels } = useActiveModels();
  const { active } = serving;
  const model = activeModels?.find((policy) => policy.subject === serving.subject);
  return (
    <Facts>
      {active && (
        <>
          <Fact name="Run">
            <Link to="/runs/$id" params={{ id: active.runId }} className="text-accent underline">
              {serving.subject} v{active.version}
            </Link>
          </Fact>
          {active.proposalId && (
            <Fact name="Voted in">
              <Link to="/proposals/$id" params={{ id: active.proposalId }} className="text-accent underline">
                {shownText(model?.proposal?.title ?? `Proposal ${active.proposalId.slice(0, 8)}…`)}
              </Link>
            </Fact>
          )}
          <Fact name="Model policy">
            <DigestLink digest={active.policyDigest} />
          </Fact>
        </>
      )}
      {(['safety', 'moderation', 'access'] as const).map((kind) => {
        const policy = serving.policies[kind];
        return (
          policy && (
            <Fact key={kind} name={policyNames[kind]}>
              v{policy.version} <DigestLink digest={policy.digest} />
            </Fact>
          )
        );
      })}
    </Facts>
  );
}

/** What the gateway answers with right now, and what gives it the right to. */
export function LiveModel() {
  const { data: serving, error } = useServing();
  if (error) {
    return (
      <Notice tone="miss" role="alert" title="The gateway does not say what it serves">
        {error.message}
      </Notice>
    );
  }
  if (!serving) return <Skeleton lines={5} />;
  const { active, canary, answering, problems } = serving;

  return (
    <div className="grid gap-6 md:grid-cols-[auto_minmax(0,1fr)]">
      <div className="grid content-start justify-items-center gap-3 md:w-52">
        <Seal digest={active?.digest ?? '0x00'} size={168} title="Seal of the active revision" />
        {active ? (
          <DigestLink digest={active.digest} hasSeal={false} />
        ) : (
          <span className="text-sm text-ink-faint">no revision yet</span>
        )}
      </div>
      <div className="grid min-w-0 content-start gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Badge tone={answering ? 'pass' : 'miss'} isLive={answering !== null}>
            {answering === null
              ? 'Not answering'
              : answering.lane === 'base'
                ? 'Base model answers'
                : 'Active revision answers'}
          </Badge>
          {canary && (
            <Badge tone="canary" isLive>
              Canary v{canary.version}: {formatBps(canary.weightBps)} of sessions
            </Badge>
          )}
        </div>
        <p className="max-w-[56ch] font-display text-xl leading-snug">
          {active
            ? `Version ${active.version} of ${serving.subject} answers because it was voted, trained, and passed the gate twice.`
            : `No fine-tune of ${serving.subject} is in force: the base model answers.`}
        </p>
        <Grounds serving={serving} />
        {problems.map((problem) => (
          <Notice key={problem} tone="canary">
            {problem}
          </Notice>
        ))}
      </div>
    </div>
  );
}
