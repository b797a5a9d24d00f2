import { afterEach, describe, expect, it } from '@jest/globals';
import { answerJson, FakeTetrapod } from '../../../../test/support/fake-tetrapod.js';
import { targetOf } from '../http/target.js';
import { runProbe } from './run-probe.js';

describe('runProbe', () => {
  let fake: FakeTetrapod;
  afterEach(() => fake.close());

  it('asks at its rate, each time over a new connection, even while one waits', async () => {
    let probedMeanwhile = 0;
    fake = await FakeTetrapod.start(undefined, (response, count) => {
      if (count > 1) answerJson(response, {});
      else {
        setTimeout(() => {
          probedMeanwhile = fake.probed;
          answerJson(response, {});
        }, 400);
      }
    });
    const result = await runProbe(targetOf(new URL(fake.url)), AbortSignal.timeout(500));
    expect(result).toMatchObject({ count: fake.probed, failed: 0 });
    expect(fake.connections).toBe(fake.probed);
    expect(probedMeanwhile).toBeGreaterThan(2);
    expect(fake.probed).toBeGreaterThanOrEqual(5);
    expect(fake.probed).toBeLessThanOrEqual(20);
    expect(result.max).toBeGreaterThanOrEqual(390);
    expect(result.p50).toBeLessThan(result.max);
  });

  it('counts what fails', async () => {
    fake = await FakeTetrapod.start(undefined, (response, count) => {
      if (count % 2 === 0) response.destroy();
      else answerJson(response, {}, 503);
    });
    const result = await runProbe(targetOf(new URL(fake.url)), AbortSignal.timeout(200));
    expect(result).toMatchObject({ count: fake.probed, failed: fake.probed, p99: NaN });
  });
});
