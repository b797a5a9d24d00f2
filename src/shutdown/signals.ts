export type ShutdownSignal = 'SIGTERM' | 'SIGINT';

/**
 * Takes SIGTERM and SIGINT for the rest of the process's life. Installed before anything is loaded, so that a
 * signal during the start is not lost; a signal that comes again (npm passes on what the terminal sent already)
 * changes nothing.
 *
 * @returns the first signal
 */
export function shutdownSignal(): Promise<ShutdownSignal> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        resolve(signal);
      });
    }
  });
}
