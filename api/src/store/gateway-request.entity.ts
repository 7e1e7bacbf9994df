import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { FlagColumn, HashColumn, IntColumn, TextColumn, TimeColumn } from './columns.js';

/** What the gateway measured of one answer. Neither the question nor the answer is kept. */
@Entity({ name: 'gateway_request' })
@Index(['runId', 'at'])
export class GatewayRequestEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @TimeColumn({ default: () => 'now()' })
  at!: Date;

  @TextColumn()
  subject!: string;

  @HashColumn({ nullable: true })
  runId!: string | null;

  /** `active`, `canary` or `base`. */
  @TextColumn()
  lane!: string;

  @IntColumn()
  status!: number;

  @IntColumn()
  latencyMs!: number;

  @FlagColumn()
  empty!: boolean;

  @FlagColumn()
  moderated!: boolean;

  /** Asked by the gateway itself, so that a canary on a quiet system gathers its requests. */
  @FlagColumn()
  probe!: boolean;
}
