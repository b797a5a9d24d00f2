import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromFloat16Bits } from '../model/onnx/float16.js';
import { toFloat16Bits } from './float16.js';

describe('half precision', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.5, 0x3800],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00], // half way to the next, which there is none of
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
    [2 ** -14, 0x0400], // the smallest normal number
    [2 ** -24, 0x0001], // the smallest of all
    [2 ** -25, 0x0000], // half of that: a tie, to even
    [3 * 2 ** -25, 0x0002], // a tie, to even
    [1 + 2 ** -11, 0x3c00], // a tie, to even
    [1 + 3 * 2 ** -11, 0x3c02], // a tie, to even
    [-2.117904, 0xc03c],
  ])('writes %d as %s', (value, bits) => {
    expect(toFloat16Bits(value)).toBe(bits);
  });

  it('writes NaN as some NaN', () => {
    expect(fromFloat16Bits(toFloat16Bits(NaN))).toBeNaN();
  });

  it('reads and writes every one of the 65,536 numbers alike', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromFloat16Bits(bits);
      if (!Number.isNaN(value) && toFloat16Bits(value) !== bits) throw new Error(`0x${bits.toString(16)}`);
    }
  });

  it('writes the nearest number', () => {
    fc.assert(
      fc.property(fc.float({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
        const bits = toFloat16Bits(value);
        const off = Math.abs(fromFloat16Bits(bits) - value);
        for (const neighbour of [bits - 1, bits + 1]) {
          const other = fromFloat16Bits(neighbour & 0xffff);
          if (Number.isFinite(other) && Math.sign(other) === Math.sign(value)) {
            expect(off).toBeLessThanOrEqual(Math.abs(other - value));
          }
        }
      }),
    );
  });
});
