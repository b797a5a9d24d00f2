/**
 * The percentile by nearest rank: the smallest value that at least p percent of the values do not exceed, which is
 * the one at the place ⌈p/100 · n⌉ in ascending order. It is always a value that was measured, never one between
 * two. R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996),
 * 361-365, definition 1.
 *
 * @param ascending in ascending order
 * @param p over 0, up to 100
 * @returns NaN where there are no values
 */
export function percentile(ascending: ArrayLike<number>, p: number): number {
  // p * n first: it is exact for whole p, where p / 100 is not.
  return ascending[Math.ceil((p * ascending.length) / 100) - 1] ?? NaN;
}
