import { describe, expect, it, jest } from '@jest/globals';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

describe('wrong usage', () => {
  it.each([
    { args: ['clasify'], says: "unknown command 'clasify' (Did you mean classify?); see tetrapod --help" },
    {
      args: ['help', 'clasify'],
      says: "unknown command 'clasify' (Did you mean classify?); see tetrapod --help",
    },
    { args: ['clasify', '--help'], says: "unknown command 'clasify' (Did you mean classify?); see" },
    { args: ['keys', 'nwe'], says: "unknown command 'nwe' (Did you mean new?); see tetrapod keys --help" },
    {
      args: ['keys', 'nwe', '--help'],
      says: "unknown command 'nwe' (Did you mean new?); see tetrapod keys --help",
    },
    {
      args: ['help', 'keys', 'nwe'],
      says: "unknown command 'nwe' (Did you mean new?); see tetrapod keys --help",
    },
    {
      args: ['bench', 'http://frog.test', '--svg', 'docs'],
      says: '--svg docs: expected a file, this is a folder; name a file in it',
    },
    { args: ['serve', 'x'], says: "too many arguments for 'serve'" },
    {
      args: ['bench', 'frog.test'],
      says: "url: expected a URL such as http://127.0.0.1:3000, received 'frog.test'",
    },
    {
      args: ['bench', 'http://frog.test', '--door', 'back'],
      says: "--door: expected one of json, raw, form, received 'back'",
    },
    {
      args: ['bench', 'http://frog.test', '--svg', 'no/such/folder/x.svg'],
      says: '--svg no/such/folder/x.svg: no/such/folder is not there; make it; see tetrapod bench',
    },
    { args: ['classify'], says: 'expected a file, a folder or - for the standard input; see' },
    { args: ['classify', '--jsom', 'x'], says: "unknown option '--jsom' (Did you mean --json?); see" },
    {
      args: ['classify', '--json', '--csv', 'x'],
      says: "option '--json' cannot be used with option '--csv'",
    },
    {
      args: ['classify', '--threshold', '50%', 'x'],
      says: "--threshold: expected a number from 0 to 1, received '50%'; see tetrapod classify",
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
    expect(stderr).toMatch(/^tetrapod: [^\n]+; see tetrapod( \w+)* --help\n$/);
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
    {
      args: ['classify', '--files-from', 'docs'],
      says: '--files-from docs: expected a file, found a folder',
    },
    { args: ['evaluate', '--truth', 'docs'], says: '--truth docs: expected a file, found a folder' },
  ])('$args is told of what is not there to be read, with 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await tetrapod(args, { env: { LOG_LEVEL: 'error' } });
    expect(stderr).toContain(`tetrapod: ${says}`);
    expect(lines(stderr)).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('a secret in what is typed', () => {
  it.each([
    ['bench', 'http://user:tpd_secret@frog.test'],
    ['bench', 'http://frog.test', '--header', 'Authorization tpd_secret'],
  ])('is not repeated: %s %s', async (...args) => {
    const { code, stderr } = await tetrapod(args);
    expect(stderr).toMatch(/^tetrapod: (url|--header): expected [^\n]+ --help\n$/);
    expect(stderr).not.toContain('tpd_secret');
    expect(code).toBe(2);
  });
});
