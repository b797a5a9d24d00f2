import { describe, expect, it } from '@jest/globals';
import { fraction, jobs, wholeNumber } from './option-values.js';

describe('fraction', () => {
  it.each(['0', '1', '0.5', '.5', '1.', '1e-3'])('takes %s', (text) => {
    expect(fraction(text)).toBe(Number(text));
  });

  it.each(['', ' ', '-0.1', '1.1', '50%', '0,5', '0x1', 'NaN', 'Infinity'])('refuses "%s"', (text) => {
    expect(() => fraction(text)).toThrow('expected a number from 0 to 1');
  });
});

describe('wholeNumber', () => {
  it.each(['1', '7', '09'])('takes %s of 1 to 9', (text) => {
    expect(wholeNumber(1, 9)(text)).toBe(Number(text));
  });

  it.each(['', '0', '10', '1.5', '-1', '+1', '1e0', '0x1'])('refuses "%s" of 1 to 9', (text) => {
    expect(() => wholeNumber(1, 9)(text)).toThrow('expected a whole number from 1 to 9');
  });

  it('bounds the jobs', () => {
    expect(jobs('256')).toBe(256);
    expect(() => jobs('257')).toThrow('from 1 to 256');
  });
});
