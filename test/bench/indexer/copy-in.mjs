/** `COPY … FROM STDIN` of text that is all there, as a query of node-postgres. */
class CopyIn {
  constructor(sql, text, resolve, reject) {
    Object.assign(this, { sql, text, resolve, reject, failure: null });
  }

  submit(connection) {
    connection.query(this.sql);
  }

  handleCopyInResponse(connection) {
    connection.sendCopyFromChunk(Buffer.from(this.text));
    connection.endCopyFrom();
  }

  handleCommandComplete() {}

  handleError(error) {
    this.reject(error);
  }

  handleReadyForQuery() {
    this.resolve();
  }
}

/** Copies lines of text into a table. */
export const copyIn = (client, sql, text) =>
  new Promise((resolve, reject) => client.query(new CopyIn(sql, text, resolve, reject)));
