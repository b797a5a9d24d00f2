import { describe, expect, it } from '@jest/globals';
import { parseByteSize, showBytes } from './byte-size.js';

describe('sizes', () => {
  it.each([
    ['500MB', 500_000_000],
    ['1.5 GiB', 1_610_612_736],
    ['4G', 4_000_000_000],
    ['10k', 10_000],
    ['1000', 1000],
    ['7b', 7],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it.each(['', '0', '-1', 'MB', '1 i', '1e9', '1XB', '99999999TB', '1,5GB'])('refuses %j', (text) => {
    expect(parseByteSize(text)).toBeUndefined();
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [4 * 2 ** 30, '4.3 GB'],
    [5e15, '5000.0 TB'],
  ])('shows %d', (bytes, text) => {
    expect(showBytes(bytes)).toBe(text);
  });
});
