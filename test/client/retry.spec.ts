import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRetryAfter, retryPause } from '../../clients/typescript/src/retry.js';

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 10, 22, 12, 0, 0);
  it.each([
    ['0', 0],
    ['7', 7000],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%s: %s ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});

describe('retryPause', () => {
  it('doubles what it is spread over, from 0 on, up to a bound', () => {
    expect([0, 1, 2, 3].map((attempt) => retryPause(attempt, 0, 1))).toEqual([200, 400, 800, 1600]);
    expect(retryPause(50, 0, 1)).toBe(10_000);
    expect(retryPause(3, 0, 0)).toBe(0);
  });

  it('is never shorter than what the server asks for', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, asked, random) => {
          expect(retryPause(attempt, asked, random)).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });
});
