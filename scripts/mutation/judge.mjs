import { testMutant } from './project.mjs';

const likelyFiles = 3;

/** Tries mutants; learns which test files kill those of a source and of a function, and runs these first. */
export class Judge {
  #copy;
  #without;
  #lastKill = new Map();
  #kills = new Map();

  constructor(copy, without) {
    this.#copy = copy;
    this.#without = without;
  }

  /** Takes a kill into account, also one that was seen in an earlier run. */
  learn({ file, place }, by) {
    if (!by.endsWith('.sol')) return;
    this.#lastKill.set(place, by);
    const kills = this.#kills.get(file) ?? new Map();
    kills.set(by, (kills.get(by) ?? 0) + 1);
    this.#kills.set(file, kills);
  }

  /** The files that most likely kill a mutant, the likeliest first. */
  #likely({ file, place }) {
    const byKills = [...(this.#kills.get(file) ?? [])].sort(([, a], [, b]) => b - a).map(([by]) => by);
    const last = this.#lastKill.get(place);
    return [...new Set([...(last ? [last] : []), ...byKills])].slice(0, 1 + likelyFiles);
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
    const [likeliest, ...likely] = this.#likely(mutant);
    const tried = likeliest ? [likeliest, ...likely] : [];
    const selections = [
      ...(likeliest ? [{ files: [likeliest] }] : []),
      ...(likely.length > 0 ? [{ files: likely }] : []),
      { withoutFiles: tried },
    ];
    let red;
    for (const selection of selections) red ??= await this.#firstRed(mutant.id, selection);
    if (red) this.learn(mutant, red.by);
    return { by: red?.by ?? '', test: red?.test ?? '' };
  }
}
