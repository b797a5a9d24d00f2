const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/**
 * Exponential backoff: the first worker that dies is replaced at once, one of a series later and later.
 * @param failures in a row, this one not included
 * @returns milliseconds to wait
 */
export function restartDelay(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
