import { Entity, PrimaryColumn } from 'typeorm';
import { Int8Column, TextColumn, TimeColumn } from './columns.js';

/** A directory in the content-addressed store, named by its digest. */
@Entity({ name: 'artifact' })
export class ArtifactEntity {
  @PrimaryColumn({ type: 'text' })
  digest!: string;

  @TextColumn()
  kind!: string;

  @TextColumn()
  path!: string;

  @Int8Column()
  sizeBytes!: number;

  @TimeColumn({ default: () => 'now()' })
  createdAt!: Date;
}
