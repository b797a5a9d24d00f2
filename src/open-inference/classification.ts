import { fewestDigits } from './float32-digits.js';

/**
 * The highest scores of a row, highest first, each as "score:index:label" (classification extension). Equal scores keep
 * their order.
 * @param row as 32-bit floats
 * @param labels what each place of the row stands for
 * @param count how many; all where the row has fewer
 */
export function classify(row: Float32Array, labels: readonly string[], count: number): string[] {
  const order = new Uint32Array(row.length).map((_, index) => index);
  order.sort((a, b) => row[b]! - row[a]! || a - b);
  return Array.from(
    order.subarray(0, count),
    (index) => `${fewestDigits(row[index]!)}:${index}:${labels[index]!}`,
  );
}
