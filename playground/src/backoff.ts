const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

/**
 * How long to wait before asking a server that is gone once more: 1, 2, 4, 8, 15, 15, ... seconds, each shorter by up to a fifth, so that
 * many pages do not come back at the same moment.
 * @param attempt counted from 0
 * @param random from 0 to 1
 */
export function pauseBefore(attempt: number, random: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (1 - 0.2 * random);
}
