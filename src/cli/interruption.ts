import { constants } from 'node:os';

export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** What a shell expects of a program that ended by that signal: 130 after Ctrl-C. */
  exitCode: () => number;
}

/** Lets the work end by itself, with a summary, at the first signal; a second one ends the process at once. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      exitCode = 128 + constants.signals[name];
      controller.abort(name);
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}
