import { encoders } from './events.mjs';
import { anyValueOf, wordOf } from './values.mjs';

/** The logs of one transaction, as contracts emit them. */
export class Transaction {
  logs = [];
  #random;
  #now;

  constructor(random, now) {
    this.#random = random;
    this.#now = now;
  }

  /** Emits an event; inputs that `args` does not name get any value. */
  emit(address, event, args = {}) {
    const encoder = encoders[event];
    const indexed = [];
    const plain = [];
    for (const input of encoder.inputs) {
      const value = args[input.name] ?? anyValueOf(this.#random, input, this.#now);
      if (input.indexed) indexed.push(wordOf(input.type, value));
      else plain.push(value);
    }
    this.logs.push({ address, ...encoder.encode(indexed, plain) });
  }

  /** The last log is not what it was. */
  spoil(change) {
    this.logs.push(change(this.logs.pop()));
  }
}
