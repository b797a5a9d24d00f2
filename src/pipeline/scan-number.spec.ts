import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scanNumber } from './scan-number.js';

function scan(text: string): { value: number; end: number } | undefined {
  const found = { value: NaN, end: -1 };
  return scanNumber(Buffer.from(text), 0, found) ? found : undefined;
}

/** What JSON.parse makes of the whole text, undefined where it is no number. */
function parsed(text: string): number | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'number' && text.trim() === text ? value : undefined;
  } catch {
    return undefined;
  }
}

describe('scanNumber', () => {
  it.each([
    '0',
    '-0',
    '1',
    '-1.5',
    '1e3',
    '1E-3',
    '0.1e+2',
    '123456789012345678901',
    '1e400',
    '5e-324',
    '0.30000000000000004',
  ])('reads %s as JSON.parse does', (text) => {
    expect(Object.is(scan(text)!.value, JSON.parse(text))).toBe(true);
    expect(scan(`${text},`)!.end).toBe(text.length);
  });

  it.each(['', '-', '01', '+1', '.5', '1.', '1.e3', '1e', '1e+', 'NaN', 'Infinity', 'x', '"1"', '[', ' 1'])(
    'finds no number in %j',
    (text) => {
      expect(scan(text)).toBeUndefined();
    },
  );

  it('reads any number that JSON can write as JSON.parse does', () => {
    const anything = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toPrecision(7)),
      fc.tuple(fc.maxSafeInteger(), fc.integer({ min: -40, max: 40 })).map(([a, b]) => `${a}e${b}`),
      fc
        .tuple(fc.integer(), fc.nat(), fc.integer({ min: -30, max: 30 }))
        .map(([a, b, c]) => `${a}.${b}E${c}`),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(Object.is(scan(text)?.value, parsed(text))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('finds a whole number exactly where JSON.parse does', () => {
    const letters = fc.array(fc.constantFrom('0', '1', '9', '-', '+', '.', 'e', 'E'), { maxLength: 8 });
    fc.assert(
      fc.property(letters, (parts) => {
        const text = parts.join('');
        const found = scan(text);
        expect(Object.is(found?.end === text.length ? found.value : undefined, parsed(text))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});
