import { describe, expect, it } from '@jest/globals';
import { centerCrop } from './crop.js';

/** A grey picture of one row of samples, or of several. */
function grey(...rows: number[][]) {
  const data = Uint8Array.from(rows.flat().flatMap((sample) => [sample, sample, sample]));
  return { width: rows[0]!.length, height: rows.length, data };
}

function rowsOf({ width, height, data }: { width: number; height: number; data: Uint8Array }): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[(y * width + x) * 3]!),
  );
}

describe('centerCrop', () => {
  it('cuts the middle out', () => {
    const picture = grey([1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]);
    expect(rowsOf(centerCrop(picture, { width: 2, height: 2 }))).toEqual([
      [6, 7],
      [10, 11],
    ]);
  });

  it('leaves the smaller part of an odd margin on the left and at the top', () => {
    expect(rowsOf(centerCrop(grey([1, 2, 3, 4, 5]), { width: 2, height: 1 }))).toEqual([[2, 3]]);
    expect(rowsOf(centerCrop(grey([1], [2], [3], [4]), { width: 1, height: 1 }))).toEqual([[2]]);
  });

  it('puts black around a picture that is smaller', () => {
    expect(rowsOf(centerCrop(grey([7, 8]), { width: 4, height: 3 }))).toEqual([
      [0, 0, 0, 0],
      [0, 7, 8, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('puts the larger part of an odd frame on the left and at the top', () => {
    expect(rowsOf(centerCrop(grey([7, 8]), { width: 5, height: 1 }))).toEqual([[0, 0, 7, 8, 0]]);
  });

  it('cuts one axis and frames the other', () => {
    expect(rowsOf(centerCrop(grey([1, 2, 3]), { width: 1, height: 3 }))).toEqual([[0], [2], [0]]);
  });
});
