import type { ContractRole } from './contract-roles.js';
import type { Handler } from './handler.js';
import { onAlphaVoteCast } from './handlers/alpha-vote-cast.handler.js';
import { onApproval } from './handlers/approval.handler.js';
import { onAttemptStarted } from './handlers/attempt-started.handler.js';
import { onBondDeposited } from './handlers/bond-deposited.handler.js';
import { onBondSlashed } from './handlers/bond-slashed.handler.js';
import { onBondWithdrawn } from './handlers/bond-withdrawn.handler.js';
import { onCallExecuted } from './handlers/call-executed.handler.js';
import { onCallSalt } from './handlers/call-salt.handler.js';
import { onCallScheduled } from './handlers/call-scheduled.handler.js';
import { onCanaryStarted } from './handlers/canary-started.handler.js';
import { onCancelTransaction } from './handlers/cancel-transaction.handler.js';
import { onCancelled } from './handlers/cancelled.handler.js';
import { onChallengeRuled } from './handlers/challenge-ruled.handler.js';
import { onDelegateChanged } from './handlers/delegate-changed.handler.js';
import { onDelegateVotesChanged } from './handlers/delegate-votes-changed.handler.js';
import { onEip712DomainChanged } from './handlers/eip712-domain-changed.handler.js';
import { onExecuteTransaction } from './handlers/execute-transaction.handler.js';
import { onFractionalVoteCast } from './handlers/fractional-vote-cast.handler.js';
import { onGuardianSet } from './handlers/guardian-set.handler.js';
import { onLateQuorumVoteExtensionSet } from './handlers/late-quorum-vote-extension-set.handler.js';
import { onMinDelayChange } from './handlers/min-delay-change.handler.js';
import { onNftTransfer } from './handlers/nft-transfer.handler.js';
import { onOutflowCapSet } from './handlers/outflow-cap-set.handler.js';
import { onOutflowCounted } from './handlers/outflow-counted.handler.js';
import { onOwnershipTransferred } from './handlers/ownership-transferred.handler.js';
import { onPolicyActivated } from './handlers/policy-activated.handler.js';
import { onPolicyAdopted } from './handlers/policy-adopted.handler.js';
import { onPolicyRolledBack } from './handlers/policy-rolled-back.handler.js';
import { onProposalCanceled } from './handlers/proposal-canceled.handler.js';
import { onProposalCreated } from './handlers/proposal-created.handler.js';
import { onProposalExecuted } from './handlers/proposal-executed.handler.js';
import { onProposalExtended } from './handlers/proposal-extended.handler.js';
import { onProposalQueued } from './handlers/proposal-queued.handler.js';
import { onProposalThresholdSet } from './handlers/proposal-threshold-set.handler.js';
import { onProposalTracked } from './handlers/proposal-tracked.handler.js';
import { onQueueTransaction } from './handlers/queue-transaction.handler.js';
import { onQuorumNumeratorUpdated } from './handlers/quorum-numerator-updated.handler.js';
import { onReceiptChallenged } from './handlers/receipt-challenged.handler.js';
import { onReceiptConfirmed } from './handlers/receipt-confirmed.handler.js';
import { onReceiptSubmitted } from './handlers/receipt-submitted.handler.js';
import { onRevenueAllocated } from './handlers/revenue-allocated.handler.js';
import { onRevenueClaimed } from './handlers/revenue-claimed.handler.js';
import { onRevenueReceived } from './handlers/revenue-received.handler.js';
import { onRevenueTokenListed } from './handlers/revenue-token-listed.handler.js';
import { onRewardClaimed } from './handlers/reward-claimed.handler.js';
import { onRewardNotified } from './handlers/reward-notified.handler.js';
import { onRoleAdminChanged } from './handlers/role-admin-changed.handler.js';
import { onRoleGranted } from './handlers/role-granted.handler.js';
import { onRoleRevoked } from './handlers/role-revoked.handler.js';
import { onRunActivated } from './handlers/run-activated.handler.js';
import { onRunFailed } from './handlers/run-failed.handler.js';
import { onRunOpened } from './handlers/run-opened.handler.js';
import { onRunRejected } from './handlers/run-rejected.handler.js';
import { onRunRolledBack } from './handlers/run-rolled-back.handler.js';
import { onRunSuperseded } from './handlers/run-superseded.handler.js';
import { onRunWithdrawn } from './handlers/run-withdrawn.handler.js';
import { onStaked } from './handlers/staked.handler.js';
import { onSuperQuorumNumeratorUpdated } from './handlers/super-quorum-numerator-updated.handler.js';
import { onTimelockChange } from './handlers/timelock-change.handler.js';
import { onTrackRouted } from './handlers/track-routed.handler.js';
import { onTrackSet } from './handlers/track-set.handler.js';
import { onTransfer } from './handlers/transfer.handler.js';
import { onUnstakeRequested } from './handlers/unstake-requested.handler.js';
import { onUnstaked } from './handlers/unstaked.handler.js';
import { onVoteCast } from './handlers/vote-cast.handler.js';
import { onVoteCastWithParams } from './handlers/vote-cast-with-params.handler.js';
import { onVotingDelaySet } from './handlers/voting-delay-set.handler.js';
import { onVotingPeriodSet } from './handlers/voting-period-set.handler.js';
import { onWorkerAdmitted } from './handlers/worker-admitted.handler.js';

/** Every event that a contract in this role can emit and that we keep. */
export const handlersByRole: Record<ContractRole, readonly Handler[]> = {
  governor: [
    onProposalCreated,
    onProposalTracked,
    onProposalQueued,
    onProposalExecuted,
    onProposalCanceled,
    onProposalExtended,
    onVoteCast,
    onVoteCastWithParams,
    onTrackSet,
    onTrackRouted,
    onGuardianSet,
    onProposalThresholdSet,
    onVotingDelaySet,
    onVotingPeriodSet,
    onQuorumNumeratorUpdated,
    onSuperQuorumNumeratorUpdated,
    onLateQuorumVoteExtensionSet,
    onTimelockChange,
    onOwnershipTransferred,
    onEip712DomainChanged,
  ],
  alphaGovernor: [onAlphaVoteCast],
  fractionalGovernor: [onFractionalVoteCast],
  timelock: [
    onCallScheduled,
    onCallExecuted,
    onCallSalt,
    onCancelled,
    onMinDelayChange,
    onRoleGranted,
    onRoleRevoked,
    onRoleAdminChanged,
    onOutflowCapSet,
    onOutflowCounted,
  ],
  compoundTimelock: [onQueueTransaction, onExecuteTransaction, onCancelTransaction],
  nft: [onNftTransfer, onDelegateChanged, onDelegateVotesChanged],
  token: [
    onTransfer,
    onApproval,
    onDelegateChanged,
    onDelegateVotesChanged,
    onStaked,
    onUnstakeRequested,
    onUnstaked,
    onRewardNotified,
    onRewardClaimed,
    onOwnershipTransferred,
    onEip712DomainChanged,
  ],
  policyRegistry: [
    onPolicyAdopted,
    onPolicyActivated,
    onPolicyRolledBack,
    onOwnershipTransferred,
    onEip712DomainChanged,
  ],
  runRegistry: [
    onRunOpened,
    onAttemptStarted,
    onReceiptSubmitted,
    onReceiptConfirmed,
    onReceiptChallenged,
    onChallengeRuled,
    onCanaryStarted,
    onRunActivated,
    onRunRejected,
    onRunRolledBack,
    onRunWithdrawn,
    onRunFailed,
    onRunSuperseded,
    onWorkerAdmitted,
    onBondDeposited,
    onBondWithdrawn,
    onBondSlashed,
    onOwnershipTransferred,
    onEip712DomainChanged,
  ],
  revenueAllocator: [
    onRevenueReceived,
    onRevenueTokenListed,
    onRevenueAllocated,
    onRevenueClaimed,
    onOwnershipTransferred,
  ],
};
