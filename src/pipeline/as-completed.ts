interface Options {
  /** How many items are worked on at a time, those included whose results nobody has taken yet. */
  jobs: number;
  /** Begins no further item once it is aborted. */
  signal: AbortSignal | undefined;
}

/**
 * Works on several items at a time and gives each result as soon as it is there. No item is begun before the results of
 * others have been taken, so that a reader who is slow slows the work down.
 *
 * It does not end, in whichever way, before all that was begun has ended: whoever owns what the work reads may then take
 * it back.
 *
 * @throws what the work throws, or what the signal is aborted with
 */
export async function* asCompleted<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  { jobs, signal }: Options,
): AsyncGenerator<R, void> {
  const running = new Map<number, Promise<[key: number, result: R]>>();
  const next = async (): Promise<R> => {
    const [key, result] = await Promise.race(running.values());
    running.delete(key);
    return result;
  };
  let key = 0;
  try {
    for (const item of items) {
      if (running.size >= jobs) yield await next();
      signal?.throwIfAborted();
      const own = key++;
      running.set(
        own,
        work(item).then((result) => [own, result]),
      );
    }
    while (running.size > 0) yield await next();
  } finally {
    await Promise.allSettled(running.values());
  }
}
