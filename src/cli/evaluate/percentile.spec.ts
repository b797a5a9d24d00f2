import { describe, expect, it } from '@jest/globals';
import { percentile } from './percentile.js';

describe('percentile', () => {
  const tens = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

  it.each([
    { p: 50, is: 50 },
    { p: 51, is: 60 },
    { p: 95, is: 100 },
    { p: 90, is: 90 },
    { p: 100, is: 100 },
    { p: 0.1, is: 10 },
  ])('$p of ten values is $is', ({ p, is }) => {
    expect(percentile(tens, p)).toBe(is);
  });

  it('is one of the values where there are few', () => {
    expect(percentile([7], 50)).toBe(7);
    expect(percentile([7], 99)).toBe(7);
    expect(percentile([1, 2], 50)).toBe(1);
    expect(percentile([1, 2, 3], 50)).toBe(2);
  });

  it('does not slip by a place through rounding', () => {
    // 0.07 · 100 is 7.000000000000001 in floating point.
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    for (let p = 1; p <= 100; p++) expect(percentile(hundred, p)).toBe(p);
  });

  it('is not a number where there are no values', () => {
    expect(percentile([], 50)).toBeNaN();
  });
});
