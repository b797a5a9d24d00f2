import { describe, expect, it } from '@jest/globals';
import { backoffMs, DEFAULT_RETRY, requestedWaitMs } from './retry.js';

describe('pauses', () => {
  it('double up to a limit, half of each by chance', () => {
    expect([1, 2, 3].map((failures) => backoffMs(failures, DEFAULT_RETRY, 0))).toEqual([250, 500, 1000]);
    expect([1, 2, 3].map((failures) => backoffMs(failures, DEFAULT_RETRY, 1))).toEqual([500, 1000, 2000]);
    expect(backoffMs(50, DEFAULT_RETRY, 1)).toBe(30_000);
  });

  it.each([
    [{ 'retry-after': '12' }, 503, 12_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 429, 50_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:01 GMT' }, 429, 0],
    [{ 'retry-after': 'soon' }, 429, undefined],
    [{ ratelimit: '"resolvers";r=0;t=172' }, 429, 172_000],
    [{ ratelimit: '"resolvers";r=2999;t=172' }, 503, undefined],
    [{}, 429, undefined],
  ])('follow %j of a %i', (headers, status, wait) => {
    expect(requestedWaitMs(headers, status, 10_000)).toBe(wait);
  });
});
