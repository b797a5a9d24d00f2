import { describe, expect, it } from '@jest/globals';
import { parseRate } from './rate.js';

describe('parseRate', () => {
  it.each([
    { text: '100/10s', requests: 100, windowMs: 10_000 },
    { text: '60/1m', requests: 60, windowMs: 60_000 },
    { text: '60/m', requests: 60, windowMs: 60_000 },
    { text: '5000/2h', requests: 5000, windowMs: 7_200_000 },
  ])('makes $requests requests in $windowMs ms of $text', ({ text, requests, windowMs }) => {
    expect(parseRate(text)).toEqual({ requests, windowMs });
  });

  it('makes nothing of anything else', () => {
    for (const text of ['', '/', '10/', '/s', '10/s/s', ' 10/s', '10/S', '10/10ms']) {
      expect(parseRate(text)).toBeUndefined();
    }
  });
});
