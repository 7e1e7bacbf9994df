import { Entity, PrimaryColumn } from 'typeorm';
import { bigintTransformer } from './bigint.js';
import { AmountColumn, IntColumn } from './columns.js';

/** The sums of a proposal's votes; derived from `vote_cast` in the same transaction. */
@Entity({ name: 'proposal_tally' })
export class ProposalTallyEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  @PrimaryColumn({ type: 'numeric', precision: 78, scale: 0, transformer: bigintTransformer })
  proposalId!: bigint;

  @AmountColumn()
  against!: bigint;

  @AmountColumn({ name: 'for_' })
  for!: bigint;

  @AmountColumn()
  abstain!: bigint;

  @IntColumn()
  votesCount!: number;
}
