import { Column, Entity, Index } from 'typeorm';
import { AmountColumn, AmountsColumn, BytesColumn, HashColumn, TextColumn, TextsColumn } from './columns.js';
import { Fact } from './position.js';

/** `ProposalCreated`. */
@Entity({ name: 'proposal_created' })
@Index(['chainId', 'contract', 'proposalId'])
@Index(['chainId', 'contract', 'proposer'])
export class ProposalCreatedEntity extends Fact {
  @AmountColumn()
  proposalId!: bigint;

  @TextColumn()
  proposer!: string;

  @TextsColumn()
  targets!: string[];

  @AmountsColumn()
  values!: bigint[];

  @TextsColumn()
  signatures!: string[];

  @Column({ type: 'bytea', array: true })
  calldatas!: Buffer[];

  /** In the governor's clock: a block number or Unix seconds. */
  @AmountColumn()
  voteStart!: bigint;

  @AmountColumn()
  voteEnd!: bigint;

  @BytesColumn()
  descriptionRaw!: Buffer;

  /** The description as text: NUL and invalid UTF-8 replaced by U+FFFD. */
  @TextColumn()
  description!: string;

  /** keccak256 of the raw bytes, as the governor hashes it. */
  @HashColumn()
  descriptionHash!: string;
}
