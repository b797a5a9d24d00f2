import type { LoggerService } from '@nestjs/common';
import { printable } from './printable.js';

/** Nest tells of what stops the start and throws it as well; the second is told. */
const TOLD_ELSEWHERE = 'ExceptionHandler';

/** Only warnings and errors, a line each on standard error: standard output belongs to the results. */
export class StderrLogger implements LoggerService {
  /** @param level as LOG_LEVEL; `error` leaves out warnings */
  constructor(private readonly level: string) {}

  log(): void {
    // Of interest to operators of a server, not to somebody who waits for labels.
  }

  warn(message: unknown): void {
    if (this.level !== 'error') writeLine(message);
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== TOLD_ELSEWHERE) writeLine(message);
  }

  fatal(message: unknown): void {
    writeLine(message);
  }
}

function writeLine(message: unknown): void {
  const text = message instanceof Error ? message.message : String(message);
  process.stderr.write(`tetrapod: ${printable(text.replace(/\s*\n\s*/g, ' '))}\n`);
}
