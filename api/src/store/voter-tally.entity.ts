import { Entity, PrimaryColumn } from 'typeorm';
import { IntColumn } from './columns.js';

/** How often an account voted on a governor's proposals; kept with `vote_cast` in the same transaction. */
@Entity({ name: 'voter_tally' })
export class VoterTallyEntity {
  @PrimaryColumn({ type: 'int' })
  chainId!: number;

  @PrimaryColumn({ type: 'text' })
  governor!: string;

  @PrimaryColumn({ type: 'text' })
  voter!: string;

  @IntColumn()
  votesCount!: number;
}
