import { expect, it } from '@jest/globals';
import { restartDelay } from './restart-delay.js';

it('replaces the first dead worker at once, and those of a series later and later, up to half a minute', () => {
  expect([0, 1, 2, 3, 8, 9, 10, 100, 5000].map(restartDelay)).toEqual([
    0, 100, 200, 400, 12_800, 25_600, 30_000, 30_000, 30_000,
  ]);
});
