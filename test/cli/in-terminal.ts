import { CLI, startCli, type Started } from './run-cli.js';

export const CTRL_C = '\x03';
export const CLEAR_LINE = '\r\x1b[K';

/** Debian's script(1) gives a command a terminal of its own, here the smallest that there is: 80 columns and 24 lines. */
export function inTerminal(args: string, env: Record<string, string> = {}): Started {
  const command = `stty rows 24 cols 80; exec "${process.execPath}" ${CLI} ${args}`;
  return startCli([], {
    command: ['script', '--quiet', '--return', '--command', command, '/dev/null'],
    keepOpen: true,
    env: { TERM: 'xterm', ...env },
  });
}

/** What a terminal would show in the end: of each line what stands behind the last wiping. */
export function shownOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.split(CLEAR_LINE).at(-1)!);
}
