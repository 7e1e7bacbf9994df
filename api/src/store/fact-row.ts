import type { Fact } from './position.js';

/** The undecoded log that a fact was made of, kept until the fact is safe in its table. */
export interface FactSource {
  topics: string[];
  data: string;
}

/** A fact on its way into its table. */
export interface FactRow<T extends Fact = Fact> {
  entity: new () => T;
  row: T;
  source: FactSource;
}
