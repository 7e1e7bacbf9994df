import { Entity, Index } from 'typeorm';
import { AmountColumn, BytesColumn, FlagColumn, HashColumn, TextColumn } from './columns.js';
import { Fact } from './position.js';

/** `CallScheduled`: one call of an operation. */
@Entity({ name: 'call_scheduled' })
@Index(['chainId', 'contract', 'operationId'])
export class CallScheduledEntity extends Fact {
  @HashColumn()
  operationId!: string;

  @AmountColumn()
  callIndex!: bigint;

  @TextColumn()
  target!: string;

  @AmountColumn()
  value!: bigint;

  @BytesColumn()
  data!: Buffer;

  @HashColumn()
  predecessor!: string;

  @AmountColumn()
  delaySeconds!: bigint;
}

/** `CallExecuted`. */
@Entity({ name: 'call_executed' })
@Index(['chainId', 'contract', 'operationId'])
export class CallExecutedEntity extends Fact {
  @HashColumn()
  operationId!: string;

  @AmountColumn()
  callIndex!: bigint;

  @TextColumn()
  target!: string;

  @AmountColumn()
  value!: bigint;

  @BytesColumn()
  data!: Buffer;
}

/** `CallSalt`. */
@Entity({ name: 'call_salt' })
@Index(['chainId', 'contract', 'operationId'])
export class CallSaltEntity extends Fact {
  @HashColumn()
  operationId!: string;

  @HashColumn()
  salt!: string;
}

/** `Cancelled`. */
@Entity({ name: 'call_cancelled' })
@Index(['chainId', 'contract', 'operationId'])
export class CallCancelledEntity extends Fact {
  @HashColumn()
  operationId!: string;
}

/** `MinDelayChange`. */
@Entity({ name: 'min_delay_changed' })
export class MinDelayChangedEntity extends Fact {
  @AmountColumn()
  oldDelaySeconds!: bigint;

  @AmountColumn()
  newDelaySeconds!: bigint;
}

/** `RoleGranted` and `RoleRevoked`. */
@Entity({ name: 'role_changed' })
@Index(['chainId', 'contract', 'role', 'account'])
export class RoleChangedEntity extends Fact {
  @HashColumn()
  role!: string;

  @TextColumn()
  account!: string;

  @TextColumn()
  sender!: string;

  @FlagColumn()
  granted!: boolean;
}

/** `RoleAdminChanged`. */
@Entity({ name: 'role_admin_changed' })
export class RoleAdminChangedEntity extends Fact {
  @HashColumn()
  role!: string;

  @HashColumn()
  previousAdminRole!: string;

  @HashColumn()
  newAdminRole!: string;
}
