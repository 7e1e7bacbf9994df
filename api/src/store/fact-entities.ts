import { Eip712DomainChangedEntity, OwnershipTransferredEntity } from './contract-change.entity.js';
import { RunActivatedEntity, RunRejectedEntity, RunRolledBackEntity } from './gate.entity.js';
import {
  GovernorSettingChangedEntity,
  GuardianSetEntity,
  ProposalThresholdSetEntity,
  TimelockChangedEntity,
  TrackRoutedEntity,
} from './governor-settings.entity.js';
import { OutflowCapSetEntity, OutflowCountedEntity } from './outflow.entity.js';
import { PolicyActivatedEntity, PolicyAdoptedEntity, PolicyRolledBackEntity } from './policy.entity.js';
import { ProposalCreatedEntity } from './proposal-created.entity.js';
import {
  ProposalCanceledEntity,
  ProposalExecutedEntity,
  ProposalExtendedEntity,
  ProposalQueuedEntity,
} from './proposal-lifecycle.entity.js';
import { ProposalTrackedEntity, TrackSetEntity } from './proposal-tracked.entity.js';
import {
  ChallengeRuledEntity,
  ReceiptChallengedEntity,
  ReceiptConfirmedEntity,
  ReceiptSubmittedEntity,
} from './receipt.entity.js';
import {
  RevenueAllocatedEntity,
  RevenueClaimedEntity,
  RevenueReceivedEntity,
  RevenueTokenListedEntity,
} from './revenue.entity.js';
import {
  AttemptStartedEntity,
  CanaryStartedEntity,
  RunFailedEntity,
  RunOpenedEntity,
  RunSupersededEntity,
  RunWithdrawnEntity,
} from './run.entity.js';
import {
  RewardClaimedEntity,
  RewardNotifiedEntity,
  StakedEntity,
  UnstakedEntity,
  UnstakeRequestedEntity,
} from './staking.entity.js';
import {
  CallCancelledEntity,
  CallExecutedEntity,
  CallSaltEntity,
  CallScheduledEntity,
  MinDelayChangedEntity,
  RoleAdminChangedEntity,
  RoleChangedEntity,
} from './timelock.entity.js';
import { TimelockTransactionEntity } from './timelock-transaction.entity.js';
import {
  DelegateChangedEntity,
  DelegateVotesChangedEntity,
  TokenApprovalEntity,
  TokenTransferEntity,
} from './token.entity.js';
import { VoteCastEntity } from './vote-cast.entity.js';
import { BondDepositedEntity, BondSlashedEntity, BondWithdrawnEntity, WorkerAdmittedEntity } from './worker.entity.js';

/** Every fact table: what a reorg deletes from, and nothing else does. */
export const factEntities = [
  OwnershipTransferredEntity,
  Eip712DomainChangedEntity,
  RunActivatedEntity,
  RunRejectedEntity,
  RunRolledBackEntity,
  TrackRoutedEntity,
  GuardianSetEntity,
  ProposalThresholdSetEntity,
  GovernorSettingChangedEntity,
  TimelockChangedEntity,
  PolicyAdoptedEntity,
  PolicyActivatedEntity,
  PolicyRolledBackEntity,
  ProposalCreatedEntity,
  ProposalQueuedEntity,
  ProposalExecutedEntity,
  ProposalCanceledEntity,
  ProposalExtendedEntity,
  ProposalTrackedEntity,
  TrackSetEntity,
  ReceiptSubmittedEntity,
  ReceiptConfirmedEntity,
  ReceiptChallengedEntity,
  ChallengeRuledEntity,
  RevenueReceivedEntity,
  RevenueTokenListedEntity,
  RevenueAllocatedEntity,
  RevenueClaimedEntity,
  RunOpenedEntity,
  AttemptStartedEntity,
  CanaryStartedEntity,
  RunWithdrawnEntity,
  RunFailedEntity,
  RunSupersededEntity,
  StakedEntity,
  UnstakeRequestedEntity,
  UnstakedEntity,
  RewardNotifiedEntity,
  RewardClaimedEntity,
  CallScheduledEntity,
  CallExecutedEntity,
  CallSaltEntity,
  CallCancelledEntity,
  TimelockTransactionEntity,
  MinDelayChangedEntity,
  RoleChangedEntity,
  RoleAdminChangedEntity,
  OutflowCapSetEntity,
  OutflowCountedEntity,
  TokenTransferEntity,
  TokenApprovalEntity,
  DelegateChangedEntity,
  DelegateVotesChangedEntity,
  VoteCastEntity,
  WorkerAdmittedEntity,
  BondDepositedEntity,
  BondSlashedEntity,
  BondWithdrawnEntity,
];
