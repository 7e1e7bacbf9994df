import { ViewColumn, ViewEntity } from 'typeorm';
import { bigintTransformer } from './bigint.js';

/** Who an account delegates to now. */
@ViewEntity({ name: 'delegation', synchronize: false })
export class DelegationView {
  @ViewColumn()
  chainId!: number;

  @ViewColumn()
  token!: string;

  @ViewColumn()
  delegator!: string;

  @ViewColumn()
  delegate!: string;

  @ViewColumn()
  delegatedAt!: Date;
}

/** An account that has, or had, votes: what it votes with now and how many accounts delegate to it. */
@ViewEntity({ name: 'delegate', synchronize: false })
export class DelegateView {
  @ViewColumn()
  chainId!: number;

  @ViewColumn()
  token!: string;

  @ViewColumn()
  account!: string;

  @ViewColumn({ transformer: bigintTransformer })
  votes!: bigint;

  @ViewColumn()
  delegatorsCount!: number;
}
