/** Requests that a client makes before it says who it is; the server answers each with one byte. */
const NEGOTIATIONS = new Set([80_877_103, 80_877_104]);

/**
 * Reads what a client says to PostgreSQL (protocol 3), piece by piece as it comes over the wire, and tells the statements:
 * those of simple queries, and those that are given values.
 */
export class FrontendMessages {
  #rest = Buffer.alloc(0);
  #isStarted = false;
  /** The statements that were parsed, by the name that the client gave them. */
  #parsed = new Map();

  /** @returns {{text: string, values: string[]}[]} the statements that are complete with this piece */
  push(piece) {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const statements = [];
    for (let message = this.#next(); message; message = this.#next()) {
      const statement = this.#statementOf(message);
      if (statement) statements.push(statement);
    }
    return statements;
  }

  /** The next whole message; the first ones have no letter. */
  #next() {
    const lengthAt = this.#isStarted ? 1 : 0;
    if (this.#rest.length < lengthAt + 4) return null;
    const end = lengthAt + this.#rest.readInt32BE(lengthAt);
    if (this.#rest.length < end) return null;
    const message = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    if (this.#isStarted) return { letter: String.fromCharCode(message[0]), body: message.subarray(5) };
    this.#isStarted = !NEGOTIATIONS.has(message.readInt32BE(4));
    return { letter: '', body: message };
  }

  #statementOf({ letter, body }) {
    if (letter === 'Q') return { text: textAt(body, 0).text, values: [] };
    if (letter === 'P') {
      const name = textAt(body, 0);
      this.#parsed.set(name.text, textAt(body, name.end).text);
    }
    if (letter !== 'B') return null;
    const portal = textAt(body, 0);
    const name = textAt(body, portal.end);
    return { text: this.#parsed.get(name.text) ?? '', values: valuesAt(body, name.end) };
  }
}

/** A text that ends with a zero byte, and where the next thing begins. */
function textAt(body, start) {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}

/** The values of a Bind message: a list of formats, then each value behind its length; NULL has the length −1. */
function valuesAt(body, start) {
  let at = start + 2 + 2 * body.readInt16BE(start);
  const values = [];
  for (let left = body.readInt16BE(at); left > 0; left -= 1) {
    const lengthAt = values.length === 0 ? at + 2 : at;
    const length = Math.max(0, body.readInt32BE(lengthAt));
    values.push(body.toString('utf8', lengthAt + 4, lengthAt + 4 + length));
    at = lengthAt + 4 + length;
  }
  return values;
}
