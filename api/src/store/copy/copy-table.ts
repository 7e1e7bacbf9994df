import type { DataSource, EntityMetadata } from 'typeorm';
import { CopyFrame } from './copy-frame.js';
import type { CopyRows } from './copy-in.js';
import { copyTextOf } from './copy-text.js';

/** Writes rows of one entity as lines for `COPY`; made once, from what the entity says about its columns. */
export class CopyTable {
  readonly name: string;
  readonly columns: string;
  private lastBytes = 0;
  private readonly writers: { property: string; write: (value: unknown) => string }[];

  constructor(metadata: EntityMetadata) {
    this.name = metadata.tableName;
    this.columns = metadata.columns.map(({ databaseName }) => `"${databaseName}"`).join(', ');
    this.writers = metadata.columns.map((column) => ({ property: column.propertyName, write: copyTextOf(column) }));
  }

  /** The rows, to be copied into this table, or into one with the same columns. */
  rows(rows: Iterable<object>, into = this.name): CopyRows {
    const frame = new CopyFrame(this.lastBytes);
    for (const row of rows) frame.add(this.line(row as Record<string, unknown>));
    const { message } = frame;
    this.lastBytes = message.length;
    return { sql: `COPY ${into} (${this.columns}) FROM STDIN`, message };
  }

  private line(row: Record<string, unknown>): string {
    let line = '';
    for (const { property, write } of this.writers) line += `${line === '' ? '' : '\t'}${write(row[property])}`;
    return `${line}\n`;
  }
}

const tables = new WeakMap<DataSource, Map<unknown, CopyTable>>();

/** The table of an entity. */
export function copyTableOf(dataSource: DataSource, entity: new () => object): CopyTable {
  const known = tables.get(dataSource) ?? new Map<unknown, CopyTable>();
  tables.set(dataSource, known);
  const table = known.get(entity) ?? new CopyTable(dataSource.getMetadata(entity));
  known.set(entity, table);
  return table;
}
