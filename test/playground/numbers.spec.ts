import { describe, expect, it } from '@jest/globals';
import {
  fileSize,
  median,
  milliseconds,
  percent,
  points,
  quantile,
  roundMilliseconds,
} from '../../playground/src/numbers.js';

/** Numbers and units stay on one line: a space that does not break stands between them. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers in the page', () => {
  it.each([
    [0, '0.0 %'],
    [0.000006, '< 0.1 %'],
    [0.001, '0.1 %'],
    [0.9339845, '93.4 %'],
    [0.99951, '> 99.9 %'],
    [1, '100.0 %'],
  ])('the share %d is %s', (share, text) => {
    expect(plain(percent(share))).toBe(text);
    expect(percent(share)).not.toContain(' ');
  });

  it.each([
    [0, '0.00 ms'],
    [1.234, '1.23 ms'],
    [9.996, '10.0 ms'],
    [99.96, '100 ms'],
    [1234.5, '1235 ms'],
    [9999.4, '9999 ms'],
    [12_345, '12.3 s'],
  ])('the time %d is %s', (ms, text) => {
    expect(plain(milliseconds(ms))).toBe(text);
  });

  it.each([
    [0, '0 ms'],
    [0.30000000000000004, '0.3 ms'],
    [12.5, '12.5 ms'],
    [100, '100 ms'],
  ])('the end %d of a bin is %s', (ms, text) => {
    expect(plain(roundMilliseconds(ms))).toBe(text);
  });

  it.each([
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [15_420, '15 kB'],
    [999_949, '1000 kB'],
    [20_971_520, '21.0 MB'],
  ])('the size %d is %s', (bytes, text) => {
    expect(plain(fileSize(bytes))).toBe(text);
  });

  it.each([
    [0.12345, '+12.35'],
    [-0.0042, '\u22120.42'],
    [0.00001, '0.00'],
    [-0.00001, '0.00'],
  ])('the change %d is %s points', (change, text) => {
    expect(points(change)).toBe(text);
  });

  it('the median is in the middle, or between the two that are', () => {
    expect([[], [7], [3, 1, 2], [4, 1, 2, 3]].map(median)).toEqual([0, 7, 2, 2.5]);
  });

  it('a quantile is one of the values', () => {
    const values = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect([0, 0.05, 0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual([1, 1, 10, 19, 20]);
    expect(quantile([], 0.5)).toBe(0);
  });
});
