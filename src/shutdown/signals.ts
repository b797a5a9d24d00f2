export type ShutdownSignal = 'SIGTERM' | 'SIGINT';

/**
 * Takes SIGTERM and SIGINT for the rest of the process's life. Installed before anything is loaded, so that a
 * signal during the start is not lost; a signal that comes again (npm passes on what the terminal sent already)
 * changes nothing.
 *
 * @returns aborted by the first signal, whose name is the reason
 */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] satisfies ShutdownSignal[]) {
    process.on(signal, () => {
      controller.abort(signal);
    });
  }
  return controller.signal;
}
