import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe('tetrapod --help', () => {
  it.each([
    { args: ['--help'], most: 28 },
    { args: ['serve', '--help'], most: 24 },
    { args: ['classify', '--help'], most: 24 },
    { args: ['evaluate', '--help'], most: 24 },
    { args: ['pull', '--help'], most: 27 },
    { args: ['inspect', '--help'], most: 24 },
    { args: ['bench', '--help'], most: 27 },
    { args: ['compare', '--help'], most: 27 },
    { args: ['keys', '--help'], most: 24 },
    { args: ['keys', 'new', '--help'], most: 24 },
    { args: ['keys', 'hash', '--help'], most: 24 },
  ])('$args fits a screen, with an example and the exit codes', async ({ args, most }) => {
    const { code, stdout, stderr } = await tetrapod(args);
    expect(lines(stdout).length).toBeLessThanOrEqual(most);
    for (const line of lines(stdout)) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/Examples?:\n {2}(\$ find .* \| |\$ )tetrapod /);
    expect(stdout).toContain('2 wrong usage');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is also what `help` prints, and the version is that of the package', async () => {
    expect((await tetrapod(['help', 'serve'])).stdout).toBe((await tetrapod(['serve', '--help'])).stdout);
    expect(await tetrapod(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('goes to standard error, with 2, where the command is missing', async () => {
    const { code, stdout, stderr } = await tetrapod([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await tetrapod(['--help'])).stdout);
  });
});

describe('wrong usage', () => {
  it.each([
    { args: ['clasify'], says: "unknown command 'clasify' (Did you mean classify?); see tetrapod --help" },
    { args: ['classify'], says: 'expected a file, a folder or - for the standard input; see' },
    { args: ['classify', '--jsom', 'x'], says: "unknown option '--jsom' (Did you mean --json?); see" },
    {
      args: ['classify', '--json', '--csv', 'x'],
      says: "option '--json' cannot be used with option '--csv'",
    },
    {
      args: ['classify', '--threshold', '50%', 'x'],
      says: 'expected a number from 0 to 1; see tetrapod classify',
    },
    { args: ['classify', '--top-k', '0', 'x'], says: 'expected a whole number from 1 to' },
    { args: ['classify', '--jobs', '1.5', 'x'], says: 'expected a whole number from 1 to 256' },
    { args: ['classify', '-', '-'], says: 'the standard input can be read once only' },
    { args: ['classify', '-', '--files-from', '-'], says: 'the standard input can be read once only' },
    { args: ['evaluate'], says: "required option '--truth <file>' not specified; see tetrapod evaluate" },
    { args: ['evaluate', '--truth', 'x', '--min-accuracy', '90'], says: 'expected a number from 0 to 1' },
    { args: ['keys', 'new', '--name', 'a b'], says: 'expected 1 to 40 letters, digits, dots, dashes' },
    { args: ['keys', 'new', '--scopes', 'admin'], says: 'expected scopes of predict, docs, metrics' },
    { args: ['serve', '--port', '70000'], says: 'expected a whole number from 0 to 65535' },
  ])('$args is told in one line, with 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await tetrapod(args);
    expect(stderr).toMatch(/^tetrapod: [^\n]+; see tetrapod( \w+)? --help\n$/);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    {
      args: ['classify', '--files-from', 'no/such/list'],
      says: '--files-from no/such/list: expected a file',
    },
    {
      args: ['evaluate', '--truth', 'no/such/truth.csv'],
      says: '--truth no/such/truth.csv: expected a file',
    },
  ])('$args is told of the missing file, with 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await tetrapod(args, { env: { LOG_LEVEL: 'error' } });
    expect(stderr).toContain(`tetrapod: ${says}`);
    expect(lines(stderr)).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
