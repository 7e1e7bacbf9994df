import { ArtifactEntity } from './artifact.entity.js';
import { BlockEntity } from './block.entity.js';
import { ChainCursorEntity } from './chain-cursor.entity.js';
import { DelegateEntity, DelegationEntity } from './delegate.entity.js';
import { DelegateTotalEntity } from './delegate-total.entity.js';
import { factEntities } from './fact-entities.js';
import { GatewayRequestEntity } from './gateway-request.entity.js';
import { GovernorDialectEntity } from './governor-dialect.entity.js';
import { BlockTimeEntity, ProposalQuorumEntity } from './governor-readings.entity.js';
import { OrganizationEntity } from './organization.entity.js';
import { PolicyActiveView } from './policy-active.view.js';
import { ProposalCourseEntity } from './proposal-course.entity.js';
import { ProposalTallyEntity } from './proposal-tally.entity.js';
import { QuarantinedLogEntity } from './quarantined-log.entity.js';
import { ReceiptFinalView } from './receipt-final.view.js';
import { RunConfirmationEntity } from './run-confirmation.entity.js';
import {
  DegradedRegistryEntity,
  RunLedgerEntity,
  RunLedgerEventEntity,
  RunProgressEntity,
} from './run-ledger.entity.js';
import { RunStateView } from './run-state.view.js';
import { SentTransactionEntity } from './sent-transaction.entity.js';
import { TokenSupplyEntity } from './token-supply.entity.js';
import { VoterTallyEntity } from './voter-tally.entity.js';

/** Every table and view. */
export const entities = [
  OrganizationEntity,
  BlockEntity,
  ChainCursorEntity,
  QuarantinedLogEntity,
  ...factEntities,
  ProposalTallyEntity,
  ProposalCourseEntity,
  VoterTallyEntity,
  TokenSupplyEntity,
  GovernorDialectEntity,
  ProposalQuorumEntity,
  BlockTimeEntity,
  DelegationEntity,
  DelegateEntity,
  DelegateTotalEntity,
  PolicyActiveView,
  RunStateView,
  ReceiptFinalView,
  RunLedgerEntity,
  RunLedgerEventEntity,
  RunProgressEntity,
  DegradedRegistryEntity,
  RunConfirmationEntity,
  SentTransactionEntity,
  ArtifactEntity,
  GatewayRequestEntity,
];
