import { fewestDigits } from './float32-digits.js';

/**
 * The highest scores of a row, highest first, each as "score:index:label" (classification extension). Equal scores keep
 * their order.
 * @param row as 32-bit floats
 * @param labels what each place of the row stands for
 * @param count how many; all where the row has fewer
 */
export function classify(row: Float32Array, labels: readonly string[], count: number): string[] {
  return Array.from(row, (score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ score, index }) => `${fewestDigits(score)}:${index}:${labels[index]!}`);
}
