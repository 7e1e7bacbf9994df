import { ViewColumn, ViewEntity } from 'typeorm';
import { int8Transformer } from './bigint.js';

/** The state of each run on chain, by the latest of its facts. */
@ViewEntity({ name: 'run_state', synchronize: false })
export class RunStateView {
  @ViewColumn()
  chainId!: number;

  @ViewColumn()
  contract!: string;

  @ViewColumn()
  runId!: string;

  @ViewColumn()
  subject!: string;

  @ViewColumn({ transformer: int8Transformer })
  version!: number;

  @ViewColumn()
  policyDigest!: string;

  /** `Open`, `Submitted`, `Challenged`, `Canary`, `Active`, `Rejected`, `Failed`, `RolledBack` or `Superseded`. */
  @ViewColumn()
  state!: string;

  /** The current attempt; 0 before the first. */
  @ViewColumn({ transformer: int8Transformer })
  attempt!: number;

  @ViewColumn()
  worker!: string | null;

  /** The block of the fact that brought the run into this state. */
  @ViewColumn({ transformer: int8Transformer })
  blockNumber!: number;

  @ViewColumn()
  stateAt!: Date;
}
