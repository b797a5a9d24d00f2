import { describe, expect, it } from '@jest/globals';
import { mulberry32 } from './mulberry32.js';

describe('mulberry32', () => {
  // By the author's program in C, compiled with 32-bit unsigned integers.
  it.each([
    [0, [1144304738, 1416247, 958946056, 627933444]],
    [213, [1118914318, 3206342140, 1914355239, 2745113211]],
    [4294967295, [3850105811, 813802916, 3073704848, 4054706436]],
  ])('draws from seed %i what it draws in C', (seed, expected) => {
    const random = mulberry32(seed);
    expect(expected.map(() => random() * 2 ** 32)).toEqual(expected);
  });

  it('keeps its sources apart', () => {
    const [one, other] = [mulberry32(1), mulberry32(1)];
    const numbers = [one(), one(), one()];
    expect([other(), other(), other()]).toEqual(numbers);
    expect(new Set(numbers).size).toBe(3);
  });
});
