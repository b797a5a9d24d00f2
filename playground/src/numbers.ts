/** How the page writes numbers: short, the same everywhere, and never apart from their units. */

const SPACE = '\u00a0';

/** @param share from 0 to 1; 0.9339845 is 93.4 %, and what is not quite nothing is not written as nothing */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return `<${SPACE}0.1${SPACE}%`;
  if (value > 99.9 && value < 100) return `>${SPACE}99.9${SPACE}%`;
  return `${value.toFixed(1)}${SPACE}%`;
}

/** @param ms milliseconds, written with three digits that count */
export function milliseconds(ms: number): string {
  if (ms >= 9999.5) return `${(ms / 1000).toFixed(1)}${SPACE}s`;
  if (ms >= 99.95) return `${ms.toFixed(0)}${SPACE}ms`;
  if (ms >= 9.995) return `${ms.toFixed(1)}${SPACE}ms`;
  return `${ms.toFixed(2)}${SPACE}ms`;
}

/** @param ms the end of a bin, which is round */
export function roundMilliseconds(ms: number): string {
  return `${Number(ms.toFixed(1))}${SPACE}ms`;
}

/** @param bytes as kB and MB of 1000 */
export function fileSize(bytes: number): string {
  if (bytes >= 999_950) return `${(bytes / 1_000_000).toFixed(1)}${SPACE}MB`;
  if (bytes >= 1000) return `${(bytes / 1000).toFixed(bytes < 9950 ? 1 : 0)}${SPACE}kB`;
  return `${bytes}${SPACE}bytes`;
}

/** @param change of a confidence, from -1 to 1, in percentage points with its sign */
export function points(change: number): string {
  const value = (change * 100).toFixed(2);
  if (Number(value) === 0) return '0.00';
  return change > 0 ? `+${value}` : value.replace('-', '\u2212');
}

/** The value in the middle, and of an even number of them the mean of the two; 0 where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[half]!;
  return sorted.length === 0 ? 0 : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The smallest value that this share of the values does not exceed (nearest rank); 0 where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
