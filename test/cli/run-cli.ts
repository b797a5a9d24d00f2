import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../support/server-process.js';

/** The built command line; `npm test` builds it before. */
export const CLI = 'dist/cli/main.js';
export const COMMAND = [process.execPath, CLI];

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  /** What it has written so far. */
  stdout: () => string;
  stderr: () => string;
  ended: Promise<Ended>;
}

interface Options {
  /** For standard input; without it, that is empty. */
  input?: string | Uint8Array;
  /** Leaves standard input open. */
  keepOpen?: boolean;
  env?: Record<string, string>;
  command?: string[];
}

/** Starts `tetrapod` with arguments, or another command that does. */
export function startCli(
  args: string[],
  { input, keepOpen = false, env = {}, command = COMMAND }: Options = {},
): Started {
  const [file = '', ...first] = command;
  const child = spawn(file, [...first, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: 'pipe',
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
  }
  // Whoever does not read its standard input closes it early.
  child.stdin.on('error', () => undefined);
  if (!keepOpen) child.stdin.end(input);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }));
  return { child, stdout: () => written.stdout, stderr: () => written.stderr, ended };
}

export function tetrapod(args: string[], options?: Options): Promise<Ended> {
  return startCli(args, options).ended;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const lines = (text: string) => text.trimEnd().split('\n');
