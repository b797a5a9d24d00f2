import { median, milliseconds, quantile } from './numbers.js';

export interface Bin {
  /** In milliseconds; the upper end belongs to the next one. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_BINS = 16;
const LEAST_WIDTH = 0.5;

/**
 * Counts latencies in bins of one width: half a millisecond, or 1, 2 or 5 times a power of ten, the smallest that needs no more than
 * 16 of them.
 * @param latencies in milliseconds
 * @returns bins without a gap from the fastest to the slowest; none where there are no latencies
 */
export function histogram(latencies: readonly number[]): Bin[] {
  if (latencies.length === 0) return [];
  const [least, most] = [Math.min(...latencies), Math.max(...latencies)];
  const width = widthFor(least, most);
  const first = Math.floor(least / width);
  const counts = Array.from({ length: Math.floor(most / width) - first + 1 }, () => 0);
  for (const latency of latencies) counts[Math.floor(latency / width) - first]!++;
  return counts.map((count, i) => ({ from: (first + i) * width, to: (first + i + 1) * width, count }));
}

function widthFor(least: number, most: number): number {
  for (let power = 0.1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      const width = step * power;
      if (width < LEAST_WIDTH) continue;
      if (Math.floor(most / width) - Math.floor(least / width) < MOST_BINS) return width;
    }
  }
}

/** What the histogram shows, in words. */
export function describeLatencies(roundTrips: readonly number[], server: readonly number[]): string {
  if (roundTrips.length === 0) return 'No answer yet.';
  const answers = roundTrips.length === 1 ? '1 answer' : `${roundTrips.length} answers`;
  return (
    `${answers}. Round trip: median ${milliseconds(median(roundTrips))}, ` +
    `95 % within ${milliseconds(quantile(roundTrips, 0.95))}, slowest ${milliseconds(Math.max(...roundTrips))}. ` +
    `In the server: median ${milliseconds(median(server))}.`
  );
}
