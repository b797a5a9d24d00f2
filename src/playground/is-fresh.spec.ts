import { describe, expect, it } from '@jest/globals';
import { isFresh } from './is-fresh.js';

describe('isFresh', () => {
  it.each(['"a"', 'W/"a"', '"x", "a"', '"x",W/"a"', '*'])('finds "a" in %j', (header) => {
    expect(isFresh(header, '"a"')).toBe(true);
  });

  it.each([undefined, '', '"b"', 'a', '"a-gzip"'])('does not find "a" in %j', (header) => {
    expect(isFresh(header, '"a"')).toBe(false);
  });
});
