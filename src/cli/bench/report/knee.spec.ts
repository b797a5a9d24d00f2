import { describe, expect, it } from '@jest/globals';
import { benchRow } from '../../../../test/support/bench-row.js';
import { findKnee } from './knee.js';

const rows = (...pairs: [connections: number, perSecond: number][]) =>
  pairs.map(([connections, perSecond]) => benchRow(connections, perSecond));

describe('findKnee', () => {
  it('is the smallest concurrency with 95 % of the best throughput', () => {
    const knee = findKnee(rows([1, 100], [2, 180], [4, 285], [8, 300], [16, 290]))!;
    expect(knee.row.connections).toBe(4);
    expect(knee.best.connections).toBe(8);
    expect(knee.isReached).toBe(true);
    // A lone request takes 10 ms, and 300 a second are answered: 3 at once.
    expect(knee.parallelism).toBeCloseTo(3, 10);
  });

  it('is not one more than is needed', () => {
    expect(findKnee(rows([1, 100], [2, 284.9], [4, 300], [8, 300]))!.row.connections).toBe(4);
    expect(findKnee(rows([1, 100], [2, 285.1], [4, 300], [8, 300]))!.row.connections).toBe(2);
  });

  it('is not reached where the last level is by far the fastest', () => {
    expect(findKnee(rows([1, 100], [2, 200], [4, 400]))).toMatchObject({
      isReached: false,
      row: { connections: 4 },
    });
    expect(findKnee(rows([1, 100], [2, 200], [4, 209]))).toMatchObject({
      isReached: true,
      row: { connections: 2 },
    });
  });

  it('knows no parallelism without a lone request', () => {
    expect(findKnee(rows([2, 200], [4, 200]))!.parallelism).toBeNaN();
  });

  it('leaves out levels without answers, and is nothing where there are none', () => {
    const unanswered = benchRow(1, 0);
    expect(findKnee([unanswered])).toBeUndefined();
    expect(findKnee([])).toBeUndefined();
    const some = findKnee([...rows([2, 100], [4, 101]), benchRow(8, 0)])!;
    expect({ knee: some.row.connections, isReached: some.isReached }).toEqual({ knee: 2, isReached: true });
  });
});
