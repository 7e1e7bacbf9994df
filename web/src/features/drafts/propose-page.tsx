import { Tabs } from 'radix-ui';
import { useOrganization } from '../../data/organization';
import { LoadError, Notice, Skeleton } from '../../ui/notice';
import { Page } from '../../ui/page';
import { FineTuneDraft } from './fine-tune-draft';
import { ModerationDraft } from './moderation-draft';
import { RevenueDraft } from './revenue-draft';
import { SafetyDraft } from './safety-draft';

const kinds = [
  { value: 'fineTune', label: 'Fine-tune a model', Draft: FineTuneDraft },
  { value: 'safety', label: 'Safety thresholds', Draft: SafetyDraft },
  { value: 'moderation', label: 'Moderation rules', Draft: ModerationDraft },
  { value: 'revenue', label: 'Revenue split', Draft: RevenueDraft },
] as const;

export function ProposePage() {
  const { organization, error, refetch } = useOrganization();
  const registry = organization?.addresses.policyRegistry;

  return (
    <Page
      title="Draft a proposal"
      lead="Say what should change. You see the exact call, the track it falls under and what it takes to pass before you sign."
    >
      {error && !organization && <LoadError what="The organization" error={error} retry={refetch} />}
      {!organization && !error && <Skeleton lines={8} />}
      {organization && !registry && (
        <Notice tone="canary">This organization has no policy registry: it governs no model.</Notice>
      )}
      {registry && (
        <Tabs.Root defaultValue="fineTune" className="grid gap-5">
          <Tabs.List aria-label="Kind of proposal" className="flex gap-x-6 overflow-x-auto border-b border-line">
            {kinds.map(({ value, label }) => (
              <Tabs.Trigger
                key={value}
                value={value}
                className="-mb-px focus-visible:-outline-offset-2 whitespace-nowrap border-b-2 border-transparent px-0.5 py-2.5 text-sm font-semibold text-ink-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:text-accent"
              >
                {label}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {kinds.map(({ value, Draft }) => (
            <Tabs.Content key={value} value={value}>
              <Draft registry={registry} />
            </Tabs.Content>
          ))}
        </Tabs.Root>
      )}
    </Page>
  );
}
