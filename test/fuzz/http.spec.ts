import { describe, expect, it } from '@jest/globals';
import { fuzzHttp } from '../../scripts/fuzz/http/http-campaign.js';

const CASES = 1000;

describe('Damaged requests', () => {
  it('get documented answers, and leave the server and its workers as they were', async () => {
    const { findings, tally, probes } = await fuzzHttp({ seed: 20, cases: CASES });
    expect(findings).toEqual([]);
    expect(Object.values(tally).reduce((sum, n) => sum + n, 0)).toBe(CASES);
    expect(probes).toBeGreaterThan(CASES / 500);
    for (const outcome of ['picture: 200', 'picture: 422 image_corrupt', 'framing: 400 malformed_request']) {
      expect(tally[outcome]).toBeGreaterThan(10);
    }
  }, 120_000);
});
