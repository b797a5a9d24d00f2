import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { Command } from 'commander';
import { HELP_COLUMNS } from '../../src/cli/help.js';
import { createProgram } from '../../src/cli/program.js';
import { ROOT } from '../support/server-process.js';
import { lines, tetrapod } from './run-cli.js';

/** The smallest terminal has 24, less the one of the prompt. */
const HELP_LINES = 23;

// Each test starts a process or a few.
jest.setTimeout(60_000);

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** Every command that the program has, as the words that call it; a new one is among them by itself. */
function pathsOf(command: Command, path: string[] = []): string[][] {
  return [path, ...command.commands.flatMap((child) => pathsOf(child, [...path, child.name()]))];
}
const paths = pathsOf(createProgram());

/** The command lines that a help shows, without the prompt. */
const examplesIn = (help: string) => [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, example]) => example!);

/** The words behind `tetrapod` in a line of shell, without what the shell takes for itself. */
function argumentsOf(example: string): string[] {
  const [, call] = /(?:^|\| |[A-Z_]+=\S+ )tetrapod ((?:[^|])*)$/.exec(example) ?? [];
  if (call === undefined) throw new Error(`expected a call of tetrapod in ${example}`);
  return call
    .replace(/ [<>] \S+/g, '')
    .trim()
    .split(' ');
}

/** Reads arguments as the program does, and does nothing. */
async function parse(args: string[]): Promise<void> {
  const program = createProgram();
  const disarm = (command: Command) => {
    command.commands.forEach(disarm);
    if (command.commands.length === 0) command.action(() => undefined);
  };
  disarm(program);
  await program.parseAsync(args, { from: 'user' });
}

describe('tetrapod --help', () => {
  it('is there for more than ten commands', () => {
    expect(paths.length).toBeGreaterThan(10);
  });

  it.each(paths.map((path) => ({ path, name: ['tetrapod', ...path].join(' ') })))(
    '$name: fits a small terminal, with its exit codes and examples that can be typed',
    async ({ path }) => {
      const { code, stdout, stderr } = await tetrapod([...path, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(lines(stdout).length).toBeLessThanOrEqual(HELP_LINES);
      expect(lines(stdout).filter((line) => line.length > HELP_COLUMNS)).toEqual([]);
      expect(lines(stdout).at(-1)).toMatch(/^Exit codes: 0 .+, 1 .+, 2 wrong usage/);
      const examples = examplesIn(stdout);
      expect([2, 3]).toContain(examples.length);
      for (const example of examples) {
        expect(example).toContain(['tetrapod', ...path].join(' '));
        await expect(parse(argumentsOf(example))).resolves.toBeUndefined();
      }
    },
  );

  it('is also what `help` prints, and the version is that of the package', async () => {
    expect((await tetrapod(['help', 'serve'])).stdout).toBe((await tetrapod(['serve', '--help'])).stdout);
    const nested = (await tetrapod(['help', 'keys', 'new'])).stdout;
    expect(nested).toMatch(/^Usage: tetrapod keys new /);
    expect(nested).toBe((await tetrapod(['keys', 'new', '--help'])).stdout);
    for (const option of ['--version', '-V'])
      expect(await tetrapod([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('goes to standard error, with 2, where the command is missing', async () => {
    const { code, stdout, stderr } = await tetrapod([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await tetrapod(['--help'])).stdout);
  });

  it('has colours where they are asked for, and no others', async () => {
    const { stdout } = await tetrapod(['--help'], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\x1b[1mUsage:\x1b[22m');
    expect((await tetrapod(['--help'])).stdout).not.toContain('\x1b');
  });
});
