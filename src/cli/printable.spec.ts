import { describe, expect, it } from '@jest/globals';
import { painterFor } from './colours.js';
import { printable } from './printable.js';

describe('printable', () => {
  it('shows control characters instead of letting them work', () => {
    expect(printable('a\x1b[31mb\nc\x9bd')).toBe('a\\x1b[31mb\\x0ac\\x9bd');
  });

  it('leaves all else as it is', () => {
    expect(printable('Frösche/日本 🐸.jpg')).toBe('Frösche/日本 🐸.jpg');
  });
});

describe('painterFor', () => {
  it('paints on a terminal', () => {
    expect(painterFor({ isTTY: true }, {})('red', 'x')).toBe('\x1b[31mx\x1b[39m');
  });

  it.each([
    { stream: {}, env: {} },
    { stream: { isTTY: true }, env: { NO_COLOR: '1' } },
    { stream: { isTTY: true }, env: { TERM: 'dumb' } },
  ])('does not paint with $stream and $env', ({ stream, env }) => {
    expect(painterFor(stream, env)('red', 'x')).toBe('x');
  });

  it('takes an empty NO_COLOR as unset', () => {
    expect(painterFor({ isTTY: true }, { NO_COLOR: '' })('red', 'x')).not.toBe('x');
  });
});
