import { describe, expect, it } from '@jest/globals';
import { painterFor } from './colours.js';

const TERMINAL = { isTTY: true };
const PIPE = {};

describe('painterFor', () => {
  it.each([
    { stream: TERMINAL, env: {}, is: 'coloured' },
    { stream: TERMINAL, env: { NO_COLOR: '' }, is: 'coloured' },
    { stream: TERMINAL, env: { NO_COLOR: '1' }, is: 'plain' },
    { stream: TERMINAL, env: { TERM: 'dumb' }, is: 'plain' },
    { stream: TERMINAL, env: { FORCE_COLOR: '0' }, is: 'plain' },
    { stream: PIPE, env: {}, is: 'plain' },
    { stream: PIPE, env: { FORCE_COLOR: '' }, is: 'plain' },
    { stream: PIPE, env: { FORCE_COLOR: '1' }, is: 'coloured' },
    { stream: PIPE, env: { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, is: 'coloured' },
  ])('of $stream with $env is $is', ({ stream, env, is }) => {
    const text = painterFor(stream, env)('red', 'x');
    expect(text).toBe(is === 'plain' ? 'x' : '\x1b[31mx\x1b[39m');
  });
});
