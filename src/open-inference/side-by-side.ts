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
  const failures: unknown[] = [];
  let next = 0;
  const workOff = async () => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, workOff));
  if (failures.length > 0) throw failures[0];
  return results;
}
