import { pino } from 'pino';

/** Up to this many bytes wait to be written together. */
const BATCH_BYTES = 16_000;
/** And no longer than this. */
const BATCH_MS = 100;

type Destination = ReturnType<typeof pino.destination>;

const open = new Set<Destination>();
process.on('exit', () => {
  for (const destination of open) destination.flushSync();
});

/**
 * Standard output, to which lines that come in masses are written together, so that not every request costs a system
 * call for its line. Whoever has written something that matters calls `flushSync`; what is left is written a moment later,
 * and before the process exits.
 */
export function batchedStdout(): Destination {
  const destination = pino.destination({ sync: true, minLength: BATCH_BYTES });
  setInterval(() => {
    destination.flushSync();
  }, BATCH_MS).unref();
  open.add(destination);
  return destination;
}
