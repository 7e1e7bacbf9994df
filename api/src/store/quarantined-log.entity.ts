import { Entity } from 'typeorm';
import { BytesColumn, TextColumn, TextsColumn } from './columns.js';
import { Position } from './position.js';

/** A log that is ours by its address but could not become a row; kept whole, so that a later version can try again. */
@Entity({ name: 'quarantined_log' })
export class QuarantinedLogEntity extends Position {
  @TextColumn()
  address!: string;

  @TextsColumn()
  topics!: string[];

  @BytesColumn()
  data!: Buffer;

  @TextColumn()
  error!: string;
}
