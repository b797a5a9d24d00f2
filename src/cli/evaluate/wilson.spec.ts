import { describe, expect, it } from '@jest/globals';
import { wilsonInterval } from './wilson.js';

describe('wilsonInterval', () => {
  it('is as worked by hand for 8 of 10', () => {
    // z² = 3.841459; centre 0.8 + 0.192073 = 0.992073; margin 1.959964 · √(0.016 + 0.009604) = 0.313616;
    // both over 1.384146.
    const { low, high } = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.490162, 5);
    expect(high).toBeCloseTo(0.943318, 5);
  });

  it('ends exactly at 0 or 1 where none or all succeed', () => {
    // One end is z² / (n + z²) = 3.841459 / 13.841459 from the other.
    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.277533, 5) });
    expect(wilsonInterval(10, 10)).toEqual({ low: expect.closeTo(0.722467, 5), high: 1 });
  });

  it('narrows with more trials around the same proportion', () => {
    const width = (n: number) => wilsonInterval(n / 2, n).high - wilsonInterval(n / 2, n).low;
    expect(width(1000)).toBeLessThan(width(100));
    // For many trials it is 2 · z · √(p(1-p)/n).
    expect(width(1_000_000)).toBeCloseTo(2 * 1.959964 * 0.0005, 6);
  });

  it('says nothing where there are no trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
