import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resize } from '../../test/support/streamed-resize.js';
import type { RgbImage } from '../decoding/rgb-image.js';
import type { Size } from './preprocessing-spec.js';

const resizeBicubic = (image: RgbImage, size: Size) => resize(image, size, 'bicubic');

/** A grey picture; every channel has the same samples. */
function grey(...rows: number[][]) {
  const data = Uint8Array.from(rows.flat().flatMap((sample) => [sample, sample, sample]));
  return { width: rows[0]!.length, height: rows.length, data };
}

/** The first channel in rows, once it is sure that all three are equal. */
function rowsOf({ width, height, data }: { width: number; height: number; data: Uint8Array }): number[][] {
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[(y * width + x) * 3]!),
  );
  expect([...data]).toEqual([...grey(...rows).data]);
  return rows;
}

// With a = -0.5 the kernel is 111/128 at a distance of 1/4, 29/128 at 3/4 and -9/128 at 5/4.
describe('resize with the bicubic filter', () => {
  it('doubles two pixels with the weights of the cubic kernel', () => {
    // The four centres lie at 0.25, 0.75, 1.25 and 1.75; the two inputs at 0.5 and 1.5. Weights sum to 1:
    //   out 0: (111, -9) / 102      out 1: (111, 29) / 140      out 2 and out 3: the same, mirrored
    // Of (0, 255): -22.5 is clamped to 0; 255 * 29 / 140 = 52.8; 255 * 111 / 140 = 202.2; 277.5 is clamped.
    expect(rowsOf(resizeBicubic(grey([0, 255]), { width: 4, height: 1 }))).toEqual([[0, 53, 202, 255]]);
    // Of (0, 100): -8.8 -> 0; 20.7; 79.3; 108.8, beyond the largest input.
    expect(rowsOf(resizeBicubic(grey([0, 100]), { width: 4, height: 1 }))).toEqual([[0, 21, 79, 109]]);
  });

  it('doubles columns as it doubles rows', () => {
    const column = resizeBicubic(grey([0], [100]), { width: 1, height: 4 });
    expect(rowsOf(column)).toEqual([[0], [21], [79], [109]]);
  });

  it('widens the kernel where it shrinks', () => {
    // Four pixels to two: stretched by 2, the inputs lie 1/4, 1/4, 3/4 and 5/4 from the first centre:
    //   (111, 111, 29, -9) / 242.   Of (0, 0, 255, 255): 255 * 20 / 242 = 21.07 and 255 * 222 / 242 = 233.9.
    expect(rowsOf(resizeBicubic(grey([0, 0, 255, 255]), { width: 2, height: 1 }))).toEqual([[21, 234]]);
    // Two pixels to one: equal weights.
    expect(rowsOf(resizeBicubic(grey([10, 21]), { width: 1, height: 1 }))).toEqual([[16]]);
  });

  it('rounds between the pass over rows and the pass over columns, as Pillow does', () => {
    // Rows first: (0, 255) -> (0, 53, 202, 255) and (255, 0) -> (255, 202, 53, 0), rounded. Then columns:
    // out 0 of the second column is (111 * 53 - 9 * 202) / 102 = 39.9, out 1 (111 * 53 + 29 * 202) / 140 = 83.9.
    expect(rowsOf(resizeBicubic(grey([0, 255], [255, 0]), { width: 4, height: 4 }))).toEqual([
      [0, 40, 215, 255],
      [53, 84, 171, 202],
      [202, 171, 84, 53],
      [255, 215, 40, 0],
    ]);
  });

  it('keeps the channels apart', () => {
    const image = { width: 2, height: 1, data: Uint8Array.from([0, 255, 0, 255, 0, 100]) };
    const { data } = resizeBicubic(image, { width: 4, height: 1 });
    expect([...data]).toEqual([0, 255, 0, 53, 202, 21, 202, 53, 79, 255, 0, 109]);
  });

  it('gives back a picture that has the size already', () => {
    const image = grey([1, 2], [3, 4]);
    expect(resizeBicubic(image, { width: 2, height: 2 })).toEqual(image);
  });

  it('leaves an axis alone that has the size already', () => {
    const image = grey([0, 50, 255], [255, 0, 7]);
    const { width, height, data } = resizeBicubic(image, { width: 3, height: 1 });
    // Equal weights of the two rows: 127.5, 25 and 131, rounded.
    expect(rowsOf({ width, height, data })).toEqual([[128, 25, 131]]);
  });

  it('fills any size with a single pixel', () => {
    const pixel = { width: 1, height: 1, data: Uint8Array.from([200, 100, 50]) };
    const { width, height, data } = resizeBicubic(pixel, { width: 5, height: 3 });
    expect({ width, height }).toEqual({ width: 5, height: 3 });
    expect([...data]).toEqual(Array.from({ length: 15 }, () => [200, 100, 50]).flat());
  });

  const side = fc.integer({ min: 1, max: 40 });
  const sample = fc.nat({ max: 255 });

  it('keeps a picture of one colour, whatever the sizes', () => {
    fc.assert(
      fc.property(side, side, side, side, fc.tuple(sample, sample, sample), (w, h, width, height, colour) => {
        const data = Uint8Array.from({ length: w * h * 3 }, (_, i) => colour[i % 3]!);
        const resized = resizeBicubic({ width: w, height: h, data }, { width, height });
        expect(resized.data.length).toBe(width * height * 3);
        expect(resized.data.every((value, i) => value === colour[i % 3])).toBe(true);
      }),
    );
  });

  it('mirrors its output where the input is mirrored', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), side, (row, width) => {
        const [forward] = rowsOf(resizeBicubic(grey(row), { width, height: 1 }));
        const [backward] = rowsOf(resizeBicubic(grey([...row].reverse()), { width, height: 1 }));
        // Weights are rounded, so a value on the edge may fall to either side.
        expect(forward!.every((value, i) => Math.abs(value - backward![width - 1 - i]!) <= 1)).toBe(true);
      }),
    );
  });
});
