import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeLatencies, histogram } from '../../playground/src/histogram.js';

describe('histogram', () => {
  it('is empty where nothing was measured', () => {
    expect(histogram([])).toEqual([]);
  });

  it('counts in bins of half a millisecond at least', () => {
    expect(histogram([4.1, 4.2, 4.6, 6])).toEqual([
      { from: 4, to: 4.5, count: 2 },
      { from: 4.5, to: 5, count: 1 },
      { from: 5, to: 5.5, count: 0 },
      { from: 5.5, to: 6, count: 0 },
      { from: 6, to: 6.5, count: 1 },
    ]);
  });

  it('takes wider bins for what lies farther apart', () => {
    const bins = histogram([3, 12, 151]);
    expect(bins).toHaveLength(16);
    expect(bins[0]).toEqual({ from: 0, to: 10, count: 1 });
    expect(bins.at(-1)).toEqual({ from: 150, to: 160, count: 1 });
    expect(histogram([3, 12, 160])).toHaveLength(9);
  });

  it('counts each latency once, within its bin, in 16 bins at most', () => {
    const latency = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 50 }), (latencies) => {
        const bins = histogram(latencies);
        expect(bins.length).toBeLessThanOrEqual(16);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(latencies.length);
        expect(bins[0]!.from).toBeLessThanOrEqual(Math.min(...latencies) + 1e-6);
        expect(bins.at(-1)!.to).toBeGreaterThan(Math.max(...latencies) - 1e-6);
        expect(bins[0]!.count * bins.at(-1)!.count).toBeGreaterThan(0);
      }),
    );
  });
});

describe('describeLatencies', () => {
  it('says in words what the bars show', () => {
    expect(describeLatencies([], [])).toBe('No answer yet.');
    const words = describeLatencies([10, 30, 20], [4, 6, 5]).replaceAll('\u00a0', ' ');
    expect(words).toBe(
      '3 answers. Round trip: median 20.0 ms, 95 % within 30.0 ms, slowest 30.0 ms. In the server: median 5.00 ms.',
    );
    expect(describeLatencies([10], [4])).toMatch(/^1 answer\./);
  });
});
