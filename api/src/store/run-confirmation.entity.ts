import { Entity, PrimaryColumn } from 'typeorm';
import { HashColumn, TextColumn, TimeColumn } from './columns.js';

/** What a worker of ours did about another worker's receipt. Not deleted by a reorg. */
@Entity({ name: 'run_confirmation' })
export class RunConfirmationEntity {
  @PrimaryColumn({ type: 'text' })
  runId!: string;

  /** The attempt that the receipt is of. */
  @PrimaryColumn({ type: 'int' })
  attempt!: number;

  /** The account that re-executes. */
  @PrimaryColumn({ type: 'text' })
  worker!: string;

  /** `Executing`, `Same`, `Differs` or `Unable`. */
  @TextColumn()
  state!: string;

  /** What the re-execution gave. */
  @HashColumn({ nullable: true })
  artifactDigest!: string | null;

  /** One sentence for people. */
  @TextColumn({ nullable: true })
  note!: string | null;

  @TimeColumn({ default: () => 'now()' })
  updatedAt!: Date;
}
