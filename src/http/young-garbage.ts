import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The heap may grow to twice what was left by the last marking before the next one begins. */
const HEAP_GROWING_PERCENT = 100;

/**
 * Makes the collector fit a server whose garbage is nearly all chunks of received bytes, outside of the JavaScript heap
 * and dead after a moment (docs/decisions/0011-memory-of-bodies.md).
 *
 * V8 counts them with its heap of 25 MB and marks all of that anew, after an idle moment for every 16 MB that are
 * received, which are three photos of 12 megapixels. With room for the heap to grow, and the young generation collected
 * before that room is used up, it hardly ever does.
 *
 * @returns collects the young generation, in about a millisecond
 */
export function prepareCollector(): () => void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  // V8's own way to ask for a collection; the flag has to be set while the context is made that is to have it.
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  setFlagsFromString('--no-expose-gc');
  return () => {
    gc({ type: 'minor' });
  };
}
