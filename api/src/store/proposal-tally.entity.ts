import { Entity, PrimaryColumn } from 'typeorm';
import { bigintTransformer } from './bigint.js';
import { IntColumn, SumColumn } from './columns.js';

/** The sums of a proposal's votes; kept with `vote_cast` in the same transaction. */
@Entity({ name: 'proposal_tally' })
export class ProposalTallyEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  @PrimaryColumn({ type: 'numeric', precision: 78, scale: 0, transformer: bigintTransformer })
  proposalId!: bigint;

  @SumColumn()
  against!: bigint;

  @SumColumn({ name: 'for_' })
  for!: bigint;

  @SumColumn()
  abstain!: bigint;

  @IntColumn()
  votesCount!: number;
}
