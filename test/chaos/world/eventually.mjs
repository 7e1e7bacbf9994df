import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MILLISECONDS = 50;

/**
 * Looks again and again until `look` brings something other than null and false, and gives that back.
 * @param {string} what as a sentence, for the error when it does not come
 */
export async function eventually(what, look, seconds) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`it did not come about within ${seconds} s that ${what}`);
    await pause(LOOK_MILLISECONDS);
  }
}
