import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const kept = path.resolve(import.meta.dirname, '../../contracts/cache/mutation.jsonl');

const digest = (...texts) =>
  texts
    .reduce((hash, text) => hash.update(text), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);

/** One digest of all files in a directory. */
function digestOf(directory) {
  const names = fs.readdirSync(directory, { recursive: true }).sort();
  const files = names.filter((name) => fs.statSync(path.join(directory, name)).isFile());
  return digest(...files.flatMap((name) => [name, fs.readFileSync(path.join(directory, name))]));
}

/** A name for each mutant that lasts as long as its source: numbers do not. @returns {Map<number, string>} by number */
function keysOf(sources, mutants) {
  const texts = new Map(sources.map(({ name, text }) => [name, text]));
  const seen = new Map();
  return new Map(
    mutants.map(({ id, ...mutant }) => {
      const told = JSON.stringify(mutant);
      const count = (seen.get(told) ?? 0) + 1;
      seen.set(told, count);
      return [id, digest(texts.get(mutant.file), told, String(count))];
    }),
  );
}

/**
 * What became of the mutants, kept from run to run. A kill holds as long as the mutant's source and the test file that killed
 * are the same; that a mutant survived, as long as all sources and all tests are.
 */
export class Record {
  #directory;
  #all;
  #keys;
  #verdicts = new Map();

  /**
   * @param {string} directory the copy that is tested
   * @param {import('./syntax.mjs').Source[]} sources
   * @param {import('./schema.mjs').Mutant[]} mutants
   */
  constructor(directory, sources, mutants) {
    const within = (name) => digestOf(path.join(directory, name));
    this.#directory = directory;
    this.#all = digest(within('contracts/script'), within('contracts/test'), ...sources.map(({ text }) => text));
    this.#keys = keysOf(sources, mutants);
    if (!fs.existsSync(kept)) return;
    for (const line of fs.readFileSync(kept, 'utf8').split('\n').filter(Boolean)) {
      const verdict = JSON.parse(line);
      this.#verdicts.set(verdict.key, verdict);
    }
  }

  #stamp(by) {
    if (!by.endsWith('.sol')) return this.#all;
    const file = path.join(this.#directory, by);
    return fs.existsSync(file) ? digest(fs.readFileSync(file)) : '';
  }

  /** @returns {{by: string, test: string} | undefined} `by` is empty when the mutant survived */
  of({ id }) {
    const verdict = this.#verdicts.get(this.#keys.get(id));
    return verdict?.stamp === this.#stamp(verdict?.by ?? '') ? verdict : undefined;
  }

  add({ id }, { by, test }) {
    const verdict = { key: this.#keys.get(id), by, test, stamp: this.#stamp(by) };
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.appendFileSync(kept, `${JSON.stringify(verdict)}\n`);
    this.#verdicts.set(verdict.key, verdict);
  }
}
