// A list of promises, each checked once and printed as it is checked.

export class Promises {
  kept = 0;
  broken = 0;

  /** Prints a step of the story, with the transaction and digests that belong to it. */
  step(title, details = {}) {
    console.log(`\n${title}`);
    for (const [name, value] of Object.entries(details)) console.log(`    ${name.padEnd(12)} ${value}`);
  }

  /** Records whether a promise held. `seen` is printed either way, so that a reader can judge. */
  check(sentence, held, seen = '') {
    if (held) this.kept += 1;
    else this.broken += 1;
    console.log(`  ${held ? '✓' : '✗'} ${sentence}${seen === '' ? '' : ` (${seen})`}`);
  }

  get allKept() {
    return this.broken === 0 && this.kept > 0;
  }
}

/**
 * Asks again and again until the answer satisfies, and gives it back.
 * @template T
 * @param {string} what named in the error
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} satisfies
 */
export async function until(what, ask, satisfies, { timeoutSeconds = 120, everyMilliseconds = 250 } = {}) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutSeconds} s: ${show(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}

const show = (answer) => JSON.stringify(answer)?.slice(0, 400);
