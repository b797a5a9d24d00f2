import { asCompleted } from './as-completed.js';

/**
 * Works on some items at a time. After a failure no other item is begun, and it is thrown when those under way have ended:
 * from then on nobody reads the items' memory any more.
 *
 * @param atATime how many
 * @returns the results in the order of the items
 * @throws the first failure
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  atATime: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const numbered = async ([index, item]: [number, T]) => [index, await work(item, index)] as const;
  const options = { jobs: atATime, signal: undefined };
  for await (const [index, result] of asCompleted(items.entries(), numbered, options))
    results[index] = result;
  return results;
}
