import { Entity, Index } from 'typeorm';
import { AmountColumn, TextColumn } from './columns.js';
import { Fact } from './position.js';

/** `Transfer` of a token. */
@Entity({ name: 'token_transfer' })
@Index(['chainId', 'contract', 'from'])
@Index(['chainId', 'contract', 'to'])
export class TokenTransferEntity extends Fact {
  @TextColumn()
  from!: string;

  @TextColumn()
  to!: string;

  @AmountColumn()
  amount!: bigint;
}

/** `Approval` of a token. */
@Entity({ name: 'token_approval' })
@Index(['chainId', 'contract', 'owner', 'spender'])
export class TokenApprovalEntity extends Fact {
  @TextColumn()
  owner!: string;

  @TextColumn()
  spender!: string;

  @AmountColumn()
  amount!: bigint;
}

/** `DelegateChanged`. */
@Entity({ name: 'delegate_changed' })
@Index(['chainId', 'contract', 'delegator', 'blockNumber', 'logIndex'])
export class DelegateChangedEntity extends Fact {
  @TextColumn()
  delegator!: string;

  @TextColumn()
  fromDelegate!: string;

  @TextColumn()
  toDelegate!: string;
}

/** `DelegateVotesChanged`. */
@Entity({ name: 'delegate_votes_changed' })
@Index(['chainId', 'contract', 'delegate', 'blockNumber', 'logIndex'])
export class DelegateVotesChangedEntity extends Fact {
  @TextColumn()
  delegate!: string;

  @AmountColumn()
  previousVotes!: bigint;

  @AmountColumn()
  newVotes!: bigint;
}
