import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** What one collection frees may hold the next: a library's buffer its memory, a promise its value. */
const ROUNDS = 2;

/** Collects the garbage, and lets the libraries behind it free what it held. */
export async function freeGarbage(): Promise<void> {
  collect ??= collector();
  for (let round = 0; round < ROUNDS; round++) {
    // A library's callback, from which this may still be running, holds what it has handed over, and is told from the
    // event loop that it is no longer needed.
    await turnOfEventLoop();
    collect();
  }
  await turnOfEventLoop();
}

function collector(): () => void {
  // V8's own way to ask for a collection; the flag has to be set while the context is made that is to have it.
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return gc;
}
