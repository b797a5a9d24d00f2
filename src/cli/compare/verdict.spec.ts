import { describe, expect, it } from '@jest/globals';
import type { Summary } from './comparison.js';
import { brokenBounds } from './verdict.js';

const BOUNDS = { minAgreement: 0.95, maxErrorRatio: 0.01, maxSlowdown: 3, minRequests: 50 };
const FINE: Summary = {
  models: { old: 'a', new: 'b' },
  ...{ compared: 100, agreed: 95, differed: 5, confidenceGap: 0.2 },
  difference: { old: 'frog', new: 'toad' },
  medianMs: { old: 10, new: 30 },
  ...{ requests: 200, failed: 2, restarted: false },
};
const broken = (change: Partial<Summary>) => brokenBounds({ ...FINE, ...change }, BOUNDS);

describe('the verdict', () => {
  it('lets pass what just keeps every bound', () => {
    expect(broken({})).toEqual([]);
  });

  it.each<[Partial<Summary>, string]>([
    [{ failed: 3 }, 'expected at most 1 % of the requests to fail, but 3 of 200 did (1.5 %)'],
    [
      { agreed: 94, differed: 6 },
      'expected the same answer to at least 95 % of the pictures, received it to 94 of 100 (94 %); first toad in place of frog',
    ],
    [
      { medianMs: { old: 10, new: 31 } },
      'expected a median of the work on a picture of at most 3 times 10.0 ms, received 31.0 ms',
    ],
    [
      { requests: 49, failed: 0 },
      'expected at least 50 requests and pictures to judge by, received 49 and 100',
    ],
    [{ compared: 49 }, 'expected at least 50 requests and pictures to judge by, received 200 and 49'],
    [{ restarted: true }, 'expected the new server to run through, but its process was restarted'],
  ])('says what %j breaks', (change, sentence) => {
    expect(broken(change)).toEqual([sentence]);
  });

  it('judges agreement by what was answered: failures are counted once', () => {
    expect(broken({ agreed: 95, differed: 0, failed: 2 })).toEqual([]);
  });

  it('does not take a few milliseconds for slowness', () => {
    expect(broken({ medianMs: { old: 1, new: 10.9 } })).toEqual([]);
    expect(broken({ medianMs: { old: 1, new: 11.1 } })).toHaveLength(1);
  });

  it('has nothing to say of medians where there are none', () => {
    expect(broken({ medianMs: { old: NaN, new: NaN } })).toEqual([]);
  });
});
