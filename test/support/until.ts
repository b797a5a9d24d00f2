import { setTimeout as sleep } from 'node:timers/promises';

/** Shorter than the time-out of a test, so that the test says for what it waited. */
const LONGEST_MS = 25_000;

/**
 * Looks again and again until something is the case.
 * @throws Error where it is not in a time in which nothing sound takes that long
 */
export async function until(isCase: () => boolean): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (!isCase()) {
    if (Date.now() > end) throw new Error(`expected within ${LONGEST_MS} ms: ${String(isCase)}`);
    await sleep(2);
  }
}
