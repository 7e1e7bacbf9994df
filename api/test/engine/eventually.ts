import { setTimeout as delay } from 'node:timers/promises';

/** Asks until there is an answer. What never comes fails with what was waited for. */
export async function eventually<T>(ask: () => Promise<T | null>, milliseconds = 10_000, pause = 20): Promise<T> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await delay(pause);
  }
  throw new Error(`nothing came within ${milliseconds} ms of: ${ask.toString()}`);
}
