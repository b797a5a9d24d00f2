import { CommanderError } from 'commander';
import { printable } from './printable.js';

/** The command line, or a file that steers the work, cannot be used: nothing has been done. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

/** One line for a person: what is wrong, and for wrong usage where to look. */
export function explainError(error: unknown, helpCommand: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = printable(message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '));
  if (error instanceof CommanderError || error instanceof UsageError) {
    return `tetrapod: ${line.replace(/\.$/, '')}; see ${helpCommand}\n`;
  }
  // By name, because the class comes with the validator, which most commands that fail have not loaded.
  if (error instanceof Error && error.name === 'ConfigError') {
    return `tetrapod: ${message.split('\n').map(printable).join('; ')}; correct or unset what is wrong, see docs/configuration.md\n`;
  }
  return `tetrapod: ${line}\n`;
}
