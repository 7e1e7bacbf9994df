import { Entity, Index } from 'typeorm';
import { AmountColumn, TimeColumn } from './columns.js';
import { Fact } from './position.js';

/** `ProposalQueued`. */
@Entity({ name: 'proposal_queued' })
@Index(['chainId', 'contract', 'proposalId'])
export class ProposalQueuedEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;

  @TimeColumn()
  etaAt!: Date;
}

/** `ProposalExecuted`. */
@Entity({ name: 'proposal_executed' })
@Index(['chainId', 'contract', 'proposalId'])
export class ProposalExecutedEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;
}

/** `ProposalCanceled`. */
@Entity({ name: 'proposal_canceled' })
@Index(['chainId', 'contract', 'proposalId'])
export class ProposalCanceledEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;
}

/** `ProposalExtended`. */
@Entity({ name: 'proposal_extended' })
@Index(['chainId', 'contract', 'proposalId'])
export class ProposalExtendedEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;

  /** In the governor's clock. */
  @AmountColumn()
  extendedDeadline!: bigint;
}
