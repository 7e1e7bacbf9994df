import { ViewColumn, ViewEntity } from 'typeorm';
import { int8Transformer } from './bigint.js';

/** The version of each policy that is in force; no row where none is. */
@ViewEntity({ name: 'policy_active', synchronize: false })
export class PolicyActiveView {
  @ViewColumn()
  chainId!: number;

  @ViewColumn()
  contract!: string;

  @ViewColumn()
  kind!: number;

  @ViewColumn()
  subject!: string;

  @ViewColumn({ transformer: int8Transformer })
  version!: number;

  /** The epoch of the last accepted change of this (kind, subject), also of one that changed nothing in force. */
  @ViewColumn({ transformer: int8Transformer })
  epoch!: number;

  @ViewColumn()
  digest!: string;

  /** When this version came into force. */
  @ViewColumn()
  activeAt!: Date;
}
