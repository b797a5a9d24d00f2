import { CommanderError } from 'commander';
import { printable } from './printable.js';

const MOST_RECEIVED = 100;

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
    return `tetrapod: ${inOurWords(line).replace(/\.$/, '')}; see ${helpCommand}\n`;
  }
  // By name, because the classes come with what most commands that fail have not loaded.
  const name = error instanceof Error ? error.name : '';
  if (name === 'ConfigError') {
    return `tetrapod: ${message.split('\n').map(printable).join('; ')}; correct or unset what is wrong, see docs/configuration.md\n`;
  }
  if (name === 'ModelError') return `tetrapod: ${line}; what a model folder needs: docs/models.md\n`;
  return `tetrapod: ${line}\n`;
}

/** Commander's wording of a wrong value, in the order of all other messages: what was expected, what was received. */
function inOurWords(line: string): string {
  const option = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.*)$/.exec(line);
  const argument = /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/.exec(line);
  const [name, received, rule] = option?.slice(1) ?? [argument?.[2], argument?.[1], argument?.[3]];
  if (name === undefined || received === undefined || rule === undefined) return line;
  const expected = rule.replace(/^Allowed choices are /, 'expected one of ').replace(/\.$/, '');
  // What may hold a key or a password is not repeated, since logs keep what is told here.
  const isSecret = name === '--header' || received.includes('@');
  return `${name}: ${expected}${isSecret ? '' : `, received '${received.slice(0, MOST_RECEIVED)}'`}`;
}
