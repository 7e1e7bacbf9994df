import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { parseEventLogs } from 'viem';
import { useConnection } from 'wagmi';
import { useOrganization } from '../../data/organization';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { Button } from '../../ui/button';
import { CallCard } from '../../ui/call-card';
import { TextArea, TextField } from '../../ui/field';
import { Empty, LoadError, Notice } from '../../ui/notice';
import { Section } from '../../ui/section';
import { TrackRules } from '../../ui/track-rules';
import { TransactionStatus } from '../../ui/transaction-status';
import { useConnectRequest } from '../../wallet/connect-request';
import { useTransaction } from '../../wallet/use-transaction';
import { descriptionOf } from './description';
import type { DraftContent } from './draft-call';
import { checkDraft, type DraftCheck } from './draft-checks';
import { useDraftPreview } from './draft-preview.query';
import { useProposer } from './proposer.query';

/** What every draft shares: title and reasons, the exact calls and their track, the checks, and the submission. */
export function DraftFrame({ content, children }: { content: DraftContent; children: ReactNode }) {
  const [typedTitle, setTitle] = useState<string | null>(null);
  const [reasons, setReasons] = useState('');
  const title = typedTitle ?? content.suggestedTitle;

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 gap-5">
        <Section title="The change">{children}</Section>
        <Section title="In your words">
          <div className="grid gap-4">
            <TextField label="Title" value={title} maxLength={160} onChange={(event) => setTitle(event.target.value)} />
            <TextArea
              label="Reasons"
              hint="Markdown. Public and permanent."
              rows={5}
              value={reasons}
              onChange={(event) => setReasons(event.target.value)}
            />
          </div>
        </Section>
        <Preview content={content} />
      </div>
      <aside className="grid gap-5 lg:sticky lg:top-5" aria-label="Checks and submission">
        <Submission content={content} title={title} reasons={reasons} />
        <PreviewTrack content={content} />
      </aside>
    </div>
  );
}

function Preview({ content }: { content: DraftContent }) {
  const { preview, error, refetch } = useDraftPreview(content.call);
  return (
    <Section title="The exact call" aside="decoded from its bytes" isFlush>
      {error && <LoadError what="The preview" error={error} retry={refetch} />}
      {!content.call && <Empty>It appears when the form is complete.</Empty>}
      {preview?.calls.map((call) => (
        <CallCard key={call.index} call={call} />
      ))}
    </Section>
  );
}

function PreviewTrack({ content }: { content: DraftContent }) {
  const { preview } = useDraftPreview(content.call);
  if (!preview) return null;
  return (
    <Section title="Rules it falls under">
      <TrackRules track={preview.track} />
    </Section>
  );
}

const marks = { true: ['✓', 'text-pass'], false: ['×', 'text-miss'], null: ['·', 'text-ink-faint'] } as const;

function Checks({ checks }: { checks: readonly DraftCheck[] }) {
  return (
    <ul className="grid gap-3 text-sm">
      {checks.map(({ name, passed, detail }) => {
        const [mark, tone] = marks[String(passed) as keyof typeof marks];
        return (
          <li key={name} className="flex gap-2.5">
            <span aria-hidden="true" className={`w-3 shrink-0 text-center font-bold ${tone}`}>
              {mark}
            </span>
            <div>
              <p className="font-semibold">
                {name}
                <span className="sr-only">{passed === null ? ': not known' : passed ? ': met' : ': not met'}</span>
              </p>
              <p className="text-xs text-ink-faint [overflow-wrap:anywhere]">{detail}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Submission({ content, title, reasons }: { content: DraftContent; title: string; reasons: string }) {
  const { organization } = useOrganization();
  const { address } = useConnection();
  const requestConnect = useConnectRequest();
  const navigate = useNavigate();
  const proposer = useProposer(address);
  const { state, isBusy, send } = useTransaction();
  const checks = checkDraft({
    title,
    problems: content.problems,
    proposer,
    proposalThreshold: BigInt(organization?.governor.proposalThreshold ?? 0),
  });

  async function submit() {
    const { call } = content;
    if (!organization || !address || !call) return;
    const receipt = await send({
      address: organization.addresses.governor,
      abi: mandateGovernorAbi,
      functionName: 'propose',
      args: [[call.target], [call.value], [call.calldata], descriptionOf(title, reasons, address)],
    });
    if (!receipt) return;
    const [created] = parseEventLogs({ abi: mandateGovernorAbi, eventName: 'ProposalCreated', logs: receipt.logs });
    if (created) await navigate({ to: '/proposals/$id', params: { id: created.args.proposalId.toString() } });
  }

  return (
    <Section title="Before you submit">
      <div className="grid gap-4">
        <Checks checks={checks} />
        {address ? (
          <Button
            look="primary"
            disabled={isBusy || checks.some((check) => check.passed !== true) || !content.call}
            onClick={submit}
          >
            Submit proposal
          </Button>
        ) : (
          <Button look="primary" onClick={requestConnect}>
            Connect a wallet to submit
          </Button>
        )}
        <TransactionStatus state={state} done="The proposal is on chain." />
        {address && <Notice>The description will name {address} as its proposer.</Notice>}
      </div>
    </Section>
  );
}
