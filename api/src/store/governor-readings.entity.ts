import { Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintTransformer, int8Transformer } from './bigint.js';
import { AmountColumn, TimeColumn } from './columns.js';

/** What a governor's view says is the quorum of a proposal whose snapshot has passed. */
@Entity({ name: 'proposal_quorum' })
@Index(['chainId', 'governor'], { where: 'quorum IS NULL' })
export class ProposalQuorumEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  @PrimaryColumn({ type: 'numeric', precision: 78, scale: 0, transformer: bigintTransformer })
  proposalId!: bigint;

  /** Null when the view refuses to tell. */
  @AmountColumn({ nullable: true })
  quorum!: bigint | null;

  /** With so many votes in favour it succeeds before the deadline; null where there is no such rule. */
  @AmountColumn({ nullable: true })
  superQuorum!: bigint | null;
}

/** When a block was mined that a proposal names as its start or its end. */
@Entity({ name: 'block_time' })
export class BlockTimeEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'bigint', transformer: int8Transformer })
  number!: number;

  @TimeColumn()
  blockAt!: Date;
}
