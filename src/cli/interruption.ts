import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Comes at the same moment. */
  readonly aborted: Promise<undefined>;
  /** What a shell expects of a program that ended by that signal: 130 after Ctrl-C. */
  exitCode: () => number;
  /** Leaves the signals to others again. */
  forget: () => void;
}

/** Lets the work end by itself, with a summary, at the first signal; a second one ends the process at once. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode = 0;
  const end = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCode);
    exitCode = 128 + constants.signals[name];
    controller.abort(name);
  };
  for (const name of SIGNALS) process.on(name, end);
  const forget = () => {
    for (const name of SIGNALS) process.off(name, end);
  };
  const aborted = new Promise<undefined>((resolve) => {
    controller.signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
  return { aborted, signal: controller.signal, exitCode: () => exitCode, forget };
}
