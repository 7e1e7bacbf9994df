import { useNavigate } from '@tanstack/react-router';
import { parseEventLogs } from 'viem';
import { useConnection } from 'wagmi';
import { useOrganization } from '../../data/organization';
import { mandateGovernorAbi } from '../../generated/abi/MandateGovernor';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { Section } from '../../ui/section';
import { TransactionStatus } from '../../ui/transaction-status';
import { useConnectRequest } from '../../wallet/connect-request';
import { useTransaction } from '../../wallet/use-transaction';
import { descriptionOf } from './description';
import type { DraftContent } from './draft-call';
import { DraftCheckList } from './draft-check-list';
import { checkDraft } from './draft-checks';
import { useDraftPreview } from './draft-preview.query';
import { useProposer } from './proposer.query';
import { useDryRun } from './use-dry-run';

/** What has to hold before a draft is worth a signature, and the signature. */
export function Submission({ content, title, reasons }: { content: DraftContent; title: string; reasons: string }) {
  const { organization } = useOrganization();
  const { address } = useConnection();
  const requestConnect = useConnectRequest();
  const navigate = useNavigate();
  const proposer = useProposer(address);
  const { state, isBusy, send } = useTransaction();
  const { isDecoded } = useDraftPreview(content.call);
  const checks = checkDraft({
    title,
    reasons,
    isDecoded,
    dryRun: useDryRun(content.call, organization?.addresses.timelock ?? null),
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
        <DraftCheckList checks={checks} />
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
