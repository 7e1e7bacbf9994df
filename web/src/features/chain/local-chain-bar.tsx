import { useParams } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import { useChainTime } from '../../data/chain-time';
import { graphql } from '../../data/graphql';
import { useOrganization } from '../../data/organization';
import { useGraphql } from '../../data/use-graphql';
import { formatCount, formatDateTime, formatDuration } from '../../lib/format';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Button } from '../../ui/button';
import { useAdvanceTime } from './advance-time';
import { type Milestone, milestonesOf } from './milestones';

const milestonesQuery = graphql(`
  query Milestones($organization: String!) {
    proposals(organization: $organization, page: { limit: 20 }) {
      nodes {
        proposalId
        title
        state
        voteStartAt
        voteEndAt
        etaAt
      }
    }
    runs(organization: $organization, page: { limit: 5 }) {
      nodes {
        runId
        subject
        version
        state
        receipt {
          finalizableAt
        }
        canary {
          endsAt
        }
      }
    }
  }
`);

// A vote opens and ends when the clock is past the mark, not at it.
const marginSeconds = 2;

const secondsTo = (milestone: Milestone, now: Date) => (milestone.at.getTime() - now.getTime()) / 1000 + marginSeconds;

const item =
  'grid cursor-pointer rounded px-2.5 py-1.5 text-sm outline-none data-[highlighted]:bg-accent-wash data-[highlighted]:text-accent';

/** Only on the local chain: its clock, and a way not to wait for it. */
export function LocalChainBar() {
  const { organization: slug, chainName } = useRuntimeConfig();
  const { organization } = useOrganization();
  const { data } = useGraphql(milestonesQuery, { organization: slug }, { refetchSeconds: 3 });
  const { id = null } = useParams({ strict: false });
  const now = useChainTime();
  const { advance, isBusy, problem } = useAdvanceTime();
  const milestones = data ? milestonesOf({ proposals: data.proposals.nodes, runs: data.runs.nodes }, now, id) : [];
  const [next] = milestones;

  return (
    <aside
      aria-label="Local chain"
      className="sticky bottom-0 z-20 flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line bg-sunken px-4 py-1.5 text-xs text-ink-soft sm:px-8"
    >
      <span className="font-semibold text-ink">{chainName}</span>
      <span className="tabular">block {organization?.head ? formatCount(organization.head.blockNumber) : '–'}</span>
      <span className="tabular max-sm:hidden">{formatDateTime(now)}</span>
      {problem && <span className="text-miss">{problem}</span>}
      <span className="ml-auto flex gap-2">
        {next && (
          <Button isSmall disabled={isBusy} onClick={() => advance(secondsTo(next, now))} title={next.about}>
            Advance until {next.name}
          </Button>
        )}
        <DropdownMenu.Root>
          <DropdownMenu.Trigger asChild>
            <Button isSmall disabled={isBusy}>
              Advance time <span aria-hidden="true">▴</span>
            </Button>
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              align="end"
              sideOffset={6}
              className="z-50 max-h-[60vh] w-80 max-w-[92vw] overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-xl"
            >
              {milestones.map((milestone) => (
                <DropdownMenu.Item
                  key={milestone.owner}
                  className={item}
                  onSelect={() => advance(secondsTo(milestone, now))}
                >
                  <span className="font-semibold">Until {milestone.name}</span>
                  <span className="truncate text-xs text-ink-faint">
                    {milestone.about} · {formatDuration(secondsTo(milestone, now))}
                  </span>
                </DropdownMenu.Item>
              ))}
              {[60, 600, 86_400].map((seconds) => (
                <DropdownMenu.Item key={seconds} className={item} onSelect={() => advance(seconds)}>
                  By {formatDuration(seconds)}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </span>
    </aside>
  );
}
