interface Options {
  /** How many items are worked on at a time. */
  jobs: number;
  /** Ends the results early; what is under way is left alone. */
  signal: AbortSignal;
}

/** A slow item holds back the results of those behind it: of this many for each job at most. */
const WINDOW_PER_JOB = 8;

/**
 * Works on several items at a time and gives the results in the order of the items, each as soon as all before it
 * are there. Reads ahead no further than a small window, so memory does not grow with the number of items, and
 * does not wait for a slow source before it passes on what is done.
 *
 * @throws what the source or the work throws
 */
export async function* mapInOrder<T, R>(
  source: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  { jobs, signal }: Options,
): AsyncGenerator<R, void> {
  const iterator = source[Symbol.asyncIterator]();
  const slots: { result?: { value: R } }[] = [];
  const state = { running: 0, isReading: false, isEnded: false, failure: undefined as Error | undefined };
  let wake = (): void => undefined;
  const fail = (error: unknown) => {
    state.failure ??= error instanceof Error ? error : new Error(String(error));
    wake();
  };
  const start = (item: T) => {
    const slot: { result?: { value: R } } = {};
    slots.push(slot);
    state.running++;
    work(item).then((value) => {
      slot.result = { value };
      state.running--;
      wake();
    }, fail);
  };
  const read = () => {
    state.isReading = true;
    iterator.next().then((next) => {
      state.isReading = false;
      if (next.done) state.isEnded = true;
      else start(next.value);
      wake();
    }, fail);
  };
  signal.addEventListener('abort', () => {
    wake();
  });
  for (;;) {
    while (slots[0]?.result) yield slots.shift()!.result!.value;
    if (signal.aborted) return;
    if (state.failure) throw state.failure;
    if (state.isEnded && slots.length === 0) return;
    const hasRoom = state.running < jobs && slots.length < jobs * WINDOW_PER_JOB;
    if (hasRoom && !state.isReading && !state.isEnded) read();
    // Nothing can happen between the checks above and this line, so no wake-up is missed.
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
