import { createHash } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('tetrapod keys', () => {
  it('new prints a key and the entry that is made of it', async () => {
    const { code, stdout } = await tetrapod(['keys', 'new', '--name', 'web', '--scopes', 'predict+docs']);
    expect(code).toBe(0);
    const key = /^key {4}(tpd_[\w-]{43})$/m.exec(stdout)![1]!;
    const entry = /^entry {2}(\S+)$/m.exec(stdout)![1]!;
    expect(entry).toBe(`web:${sha256(key)}:predict+docs`);
  });

  it('new makes another key each time, and an object for programs', async () => {
    const run = async () =>
      JSON.parse((await tetrapod(['keys', 'new', '--json'])).stdout) as Record<string, string>;
    const [one, two] = [await run(), await run()];
    expect(one).toEqual({
      name: 'default',
      scopes: ['predict'],
      key: one.key,
      entry: `default:${sha256(one.key!)}`,
    });
    expect(two.key).not.toBe(one.key);
  });

  it.each(['', '\n', '\r\n'])('hash makes the entry of a key that ends with %j', async (end) => {
    const key = `old-key-of-ours-${'0123456789'.repeat(3)}`;
    const { code, stdout } = await tetrapod(['keys', 'hash', '--name', 'old'], { input: key + end });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `old:${sha256(key)}\n` });
  });

  it.each(['', 'password', 'two lines of it, thirty-two characters\nand more'])(
    'hash refuses %j, without repeating it',
    async (input) => {
      const { code, stdout, stderr } = await tetrapod(['keys', 'hash'], { input });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^tetrapod: expected a key of 32 to 256 characters [^\n]+\n$/);
      if (input !== '') expect(stderr).not.toContain(input);
    },
  );
});
