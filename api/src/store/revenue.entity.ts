import { Entity, Index } from 'typeorm';
import { AmountColumn, AmountsColumn, Int8Column, TextColumn, TextsColumn } from './columns.js';
import { Fact } from './position.js';

/** `RevenueReceived`: ETH came in. */
@Entity({ name: 'revenue_received' })
export class RevenueReceivedEntity extends Fact {
  @TextColumn()
  from!: string;

  @AmountColumn()
  amount!: bigint;
}

/** `RevenueTokenListed`: the token counts as revenue from then on. */
@Entity({ name: 'revenue_token_listed' })
export class RevenueTokenListedEntity extends Fact {
  @TextColumn()
  token!: string;
}

/** `RevenueAllocated`: `amounts[i]` is for `accounts[i]`; `token` is the zero address for ETH. */
@Entity({ name: 'revenue_allocated' })
@Index(['chainId', 'contract', 'token'])
export class RevenueAllocatedEntity extends Fact {
  @TextColumn()
  token!: string;

  @Int8Column()
  policyVersion!: number;

  @AmountColumn()
  amount!: bigint;

  @TextsColumn()
  accounts!: string[];

  @AmountsColumn()
  amounts!: bigint[];
}

/** `RevenueClaimed`. */
@Entity({ name: 'revenue_claimed' })
@Index(['chainId', 'contract', 'token', 'account'])
export class RevenueClaimedEntity extends Fact {
  @TextColumn()
  token!: string;

  @TextColumn()
  account!: string;

  @AmountColumn()
  amount!: bigint;
}
