import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until something is the case; the test's own time-out ends it where it never is. */
export async function until(isCase: () => boolean): Promise<void> {
  while (!isCase()) await sleep(2);
}
