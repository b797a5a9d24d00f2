import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fewestDigits } from './float32-digits.js';

describe('fewestDigits', () => {
  it.each([
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [16_777_216, '16777216'],
    [0.000123, '0.000123'],
    [-5.25, '-5.25'],
    [-0, '0'],
    [1e-45, '1.4013e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1.17549435e-38, '1.1754944e-38'],
  ])('prints %d as %s', (value, text) => {
    expect(JSON.stringify(fewestDigits(Math.fround(value)))).toBe(text);
  });

  it('reads back as the same 32-bit float, with 9 digits at most', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const printed = fewestDigits(value);
        expect(Math.fround(printed) === value).toBe(true);
        const digits = printed.toExponential().replace(/e.*/, '').replace(/\D/g, '');
        expect(digits.length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 2000 },
    );
  });
});
