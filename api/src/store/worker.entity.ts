import { Entity, Index } from 'typeorm';
import { AmountColumn, FlagColumn, TextColumn } from './columns.js';
import { Fact } from './position.js';

/** `WorkerAdmitted`. */
@Entity({ name: 'worker_admitted' })
@Index(['chainId', 'contract', 'worker'])
export class WorkerAdmittedEntity extends Fact {
  @TextColumn()
  worker!: string;

  @FlagColumn()
  isAdmitted!: boolean;
}

/** `BondDeposited`: `bond` is the worker's whole bond afterwards. */
@Entity({ name: 'bond_deposited' })
@Index(['chainId', 'contract', 'worker'])
export class BondDepositedEntity extends Fact {
  @TextColumn()
  worker!: string;

  @TextColumn()
  from!: string;

  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  bond!: bigint;
}

/** `BondWithdrawn`: `bond` is the worker's whole bond afterwards. */
@Entity({ name: 'bond_withdrawn' })
@Index(['chainId', 'contract', 'worker'])
export class BondWithdrawnEntity extends Fact {
  @TextColumn()
  worker!: string;

  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  bond!: bigint;
}

/** `BondSlashed`: a challenge was upheld; `bond` is what is left of the worker's bond. */
@Entity({ name: 'bond_slashed' })
@Index(['chainId', 'contract', 'worker'])
export class BondSlashedEntity extends Fact {
  @TextColumn()
  worker!: string;

  @AmountColumn()
  amount!: bigint;

  @AmountColumn()
  bond!: bigint;
}
