import { testMutant } from './project.mjs';

const likelyFiles = 3;
// They take the longest, and find the least that others do not.
const invariants = 'contracts/test/invariants/*';

/** Tries mutants; learns which test files kill those of a source, and runs these first. */
export class Judge {
  #copy;
  #without;
  #kills = new Map();

  constructor(copy, without) {
    this.#copy = copy;
    this.#without = without;
  }

  /** Takes a kill into account that was seen in an earlier run. */
  learn({ file }, by) {
    if (!by.endsWith('.sol')) return;
    const kills = this.#kills.get(file) ?? new Map();
    kills.set(by, (kills.get(by) ?? 0) + 1);
    this.#kills.set(file, kills);
  }

  #likely(file) {
    const kills = [...(this.#kills.get(file) ?? [])].sort(([, a], [, b]) => b - a);
    return kills.slice(0, likelyFiles).map(([by]) => by);
  }

  async #firstRed(id, selection) {
    const { outcomes, complaint, isLate } = await testMutant(this.#copy, id, { ...selection, without: this.#without });
    if (isLate) return { by: 'time', test: 'took too long' };
    if (complaint) throw new Error(`Mutant ${id} cannot be tested: ${complaint}`);
    const red = outcomes.find(({ status }) => status === 'Failure');
    return red && { by: red.file, test: red.name };
  }

  /** @returns {Promise<{by: string, test: string}>} `by` is empty when no test went red */
  async judge(mutant) {
    const likely = this.#likely(mutant.file);
    const selections = [{ files: likely }, { withoutFiles: [...likely, invariants] }, { files: [invariants] }];
    let red;
    for (const selection of likely.length > 0 ? selections : selections.slice(1)) {
      red ??= await this.#firstRed(mutant.id, selection);
    }
    if (red) this.learn(mutant, red.by);
    return { by: red?.by ?? '', test: red?.test ?? '' };
  }
}
