import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMAGENET } from './preprocessing-spec.js';
import { neededSize, targetSize } from './target-size.js';

const squash = { ...IMAGENET, resize: { mode: 'squash', width: 224, height: 200 } } as const;
const shortest = (length: number) => ({ ...IMAGENET, resize: { mode: 'shortest_edge', length } }) as const;

describe('targetSize', () => {
  it('is the size of the spec where pictures are squashed, whatever their proportions', () => {
    for (const picture of [
      { width: 1, height: 60_000 },
      { width: 500, height: 375 },
    ]) {
      expect(targetSize(picture, squash)).toMatchObject({ width: 224, height: 200 });
    }
  });

  // As get_resize_output_image_size of Transformers has it: int(length * longer / shorter).
  it.each([
    [500, 375, 256, 341, 256],
    [375, 500, 256, 256, 341],
    [640, 480, 256, 341, 256],
    [640, 427, 256, 383, 256], // 383.7
    [100, 100, 224, 224, 224],
    [1000, 3, 10, 3333, 10],
    [3, 1000, 10, 10, 3333],
    [1, 1, 256, 256, 256],
    [299, 300, 299, 299, 300],
  ])('makes the shorter side of %d x %d as long as %d: %d x %d', (width, height, length, ...expected) => {
    expect(targetSize({ width, height }, shortest(length))).toEqual({
      width: expected[0],
      height: expected[1],
    });
  });

  it('keeps the proportion to within a pixel, and never makes the longer side the shorter one', () => {
    const side = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 500 }), (width, height, length) => {
        const ratio = Math.max(width, height) / Math.min(width, height);
        fc.pre(length * length * ratio < 50_000_000);
        const size = targetSize({ width, height }, shortest(length));
        expect(Math.min(size.width, size.height)).toBe(length);
        expect(Math.abs(Math.max(size.width, size.height) - length * ratio)).toBeLessThan(1);
        expect(Math.sign(size.width - size.height) * Math.sign(width - height)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('refuses what would become more than 50 megapixels, to the pixel', () => {
    // 100 * 500,000 pixels are allowed, 100 * 500,100 are not.
    expect(targetSize({ width: 1, height: 5000 }, shortest(100))).toEqual({ width: 100, height: 500_000 });
    expect(() => targetSize({ width: 1, height: 5001 }, shortest(100))).toThrow(
      expect.objectContaining({
        code: 'image_too_large',
        message: expect.stringMatching(/1x5001 pixels with a shorter side of 100 make 50010000/) as unknown,
      }),
    );
  });
});

describe('neededSize', () => {
  const picture = { width: 4000, height: 3000 };

  it('is the size that the picture is resized to', () => {
    expect(neededSize(picture, squash)).toMatchObject({ width: 224, height: 200 });
  });

  it('is the whole picture where single pixels are picked from it', () => {
    expect(neededSize(picture, { ...squash, resample: 'nearest' })).toEqual(picture);
  });
});
