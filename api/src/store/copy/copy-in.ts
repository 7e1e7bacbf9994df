import type { Connection, PoolClient, Submittable } from 'pg';

/** Rows of one table, as the message that `COPY … FROM STDIN` takes. */
export interface CopyRows {
  /** The `COPY` statement. */
  sql: string;
  message: Buffer;
}

/** What a connection offers while it copies; the types of node-postgres leave it out. */
interface CopyConnection {
  query(sql: string): void;
  stream: { write(bytes: Buffer): void };
  endCopyFrom(): void;
}

/** Several `COPY … FROM STDIN` in one question to the database, as a query of node-postgres. */
class CopyIn implements Submittable {
  private next = 0;

  constructor(
    private readonly before: string,
    private readonly tables: CopyRows[],
    private readonly resolve: () => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    (connection as unknown as CopyConnection).query([this.before, ...this.tables.map(({ sql }) => sql)].join('; '));
  }

  handleCopyInResponse(connection: CopyConnection): void {
    const { message } = this.tables[this.next] as CopyRows;
    this.next += 1;
    connection.stream.write(message);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve();
  }
}

/**
 * Copies rows into their tables, in order; rejects with what the database said of the first one that it refused.
 * @param before a statement that is run first, in the same question
 */
export function copyIn(client: PoolClient, tables: CopyRows[], before = ''): Promise<void> {
  return new Promise((resolve, reject) => client.query(new CopyIn(before, tables, resolve, reject)));
}
