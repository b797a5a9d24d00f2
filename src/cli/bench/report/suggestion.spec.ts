import { describe, expect, it } from '@jest/globals';
import { benchRow } from '../../../../test/support/bench-row.js';
import { findKnee } from './knee.js';
import type { Row } from './row.js';
import { suggest, type Circumstances } from './suggestion.js';

const suggestFor = (rows: Row[], circumstances: Partial<Circumstances> = {}) =>
  suggest(findKnee(rows)!, rows, { cpus: 4, latencyTarget: 1000, ...circumstances });

describe('the suggested queue', () => {
  it("is by Little's law what is answered within the target, less what is worked on", () => {
    // 200/s are 200 in a second; p99 is twice the mean, so 100, of which 4 are worked on.
    const rows = [benchRow(1, 100), benchRow(4, 200), benchRow(8, 200)];
    expect(suggestFor(rows).queueMax).toBe(96);
    expect(suggestFor(rows, { latencyTarget: 100 }).queueMax).toBe(6);
  });

  it('is none where p99 at the knee is over the target', () => {
    const rows = [benchRow(1, 100), benchRow(4, 200), benchRow(8, 200)];
    // 4 by 200/s is 20 ms, p99 40 ms; a lone request has 20 ms.
    expect(suggestFor(rows, { latencyTarget: 30 })).toMatchObject({
      queueMax: 0,
      queueBecause: 'p99 is within 30 ms only up to 1 in flight',
    });
    expect(suggestFor(rows, { latencyTarget: 5 }).queueBecause).toContain('not even with 1 in flight');
    expect(suggestFor(rows, { latencyTarget: 40 }).queueMax).toBe(0);
  });
});

describe('the suggested workers', () => {
  const rows = (cpuMs: number) => [1, 4, 8].map((n) => benchRow(n, n === 1 ? 100 : 200, { cpuMs }));

  it('are one for each CPU, and says whether they are busy', () => {
    // 200/s of 10 ms are 2 CPUs.
    expect(suggestFor(rows(10))).toMatchObject({
      workers: 4,
      workersBecause:
        'the server keeps 2.0 of 4 CPUs busy, this client 0.1; more would use the rest, if nothing else runs here',
    });
    expect(suggestFor(rows(10), { cpus: 2 })).toMatchObject({
      workers: 2,
      workersBecause: 'the server keeps 2.0 of 2 CPUs busy, this client 0.1; more cannot help',
    });
  });

  it('tells what cannot be known', () => {
    expect(suggestFor(rows(NaN)).workersBecause).toBe(
      'it works on 2.0 at once; this machine has 4 CPUs; give --pid to see how busy',
    );
    expect(suggestFor(rows(NaN), { cpus: undefined })).toMatchObject({
      workers: undefined,
      workersBecause: expect.stringContaining('cannot be seen from here'),
    });
  });
});
