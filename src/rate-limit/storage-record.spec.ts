import { describe, expect, it } from '@jest/globals';
import { toRecord } from './storage-record.js';

describe('toRecord', () => {
  it.each([
    [90_000, 90],
    // What 86407.32503469863 + 90000 - 86407.32503469863 is.
    [90_000.00000000001, 90],
    [89_001, 90],
    [1, 1],
    [0, 1],
  ])('rounds %d ms up to %d s', (msLeft, seconds) => {
    expect(toRecord({ hits: 1, msLeft }, 2)).toMatchObject({ timeToExpire: seconds, timeToBlockExpire: 0 });
    expect(toRecord({ hits: 3, msLeft }, 2)).toMatchObject({ isBlocked: true, timeToBlockExpire: seconds });
  });
});
