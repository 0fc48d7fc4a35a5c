import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until the answer satisfies.
 *
 * @returns the first answer that does
 * @throws Error naming what was waited for, and the last answer, after `timeoutMs`
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  satisfies: (answer: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}; last: ${JSON.stringify(answer)}`);
    }
    await wait(20);
  }
}
