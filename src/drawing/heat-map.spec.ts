import { describe, expect, it } from '@jest/globals';
import type { RgbImage } from '../decoding/rgb-image.js';
import { drawHeat } from './heat-map.js';

function plain(width: number, height: number, [r, g, b]: readonly [number, number, number]): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => [r, g, b][i % 3]!);
  return { width, height, data };
}

const WHITE = [255, 255, 255] as const;
const heat = (rows: number, columns: number, ...values: number[]) => ({
  rows,
  columns,
  values: Float64Array.from(values),
});
const pixelAt = ({ width, data }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

describe('drawHeat', () => {
  it('draws red where a value is above 0 and blue where it is below', () => {
    const drawn = drawHeat(plain(4, 1, WHITE), heat(1, 2, 1, -1));
    const [red, , blueInRed] = pixelAt(drawn, 0, 0);
    expect(red).toBeGreaterThan(blueInRed! + 80);
    const [redInBlue, , blue] = pixelAt(drawn, 3, 0);
    expect(blue).toBeGreaterThan(redInBlue! + 80);
  });

  it('gives the strongest cell seven tenths of the colour, and others their share of that', () => {
    const drawn = drawHeat(plain(20, 1, WHITE), heat(1, 2, 0.8, 0.4));
    // 255 + (178 - 255) * 0.7, and half of that.
    expect(pixelAt(drawn, 0, 0)[0]).toBe(201);
    expect(pixelAt(drawn, 19, 0)[0]).toBe(228);
  });

  it('passes smoothly from one cell to the next', () => {
    const drawn = drawHeat(plain(40, 1, WHITE), heat(1, 2, 1, -1));
    const blues = Array.from({ length: 40 }, (_, x) => pixelAt(drawn, x, 0)[2]! - pixelAt(drawn, x, 0)[0]!);
    for (let x = 1; x < 40; x++) {
      expect(blues[x]).toBeGreaterThanOrEqual(blues[x - 1]!);
      expect(blues[x]! - blues[x - 1]!).toBeLessThan(20);
    }
  });

  it('covers rows likewise', () => {
    const drawn = drawHeat(plain(1, 4, WHITE), heat(2, 1, 0, 1));
    expect(pixelAt(drawn, 0, 0)).toEqual([255, 255, 255]);
    expect(pixelAt(drawn, 0, 3)[1]).toBeLessThan(150);
  });

  it('leaves a picture uncovered for which nothing matters', () => {
    expect(pixelAt(drawHeat(plain(2, 2, WHITE), heat(2, 2, 0, 0, 0, 0)), 1, 1)).toEqual([255, 255, 255]);
  });

  it('keeps what hardly matters pale, also where nothing matters more', () => {
    const [red, green] = pixelAt(drawHeat(plain(2, 2, WHITE), heat(1, 1, 0.0001)), 0, 0);
    expect(red! - green!).toBeLessThanOrEqual(2);
  });

  it('takes colour from the picture, and no light', () => {
    const [r, g, b] = pixelAt(drawHeat(plain(1, 1, [255, 0, 0]), heat(1, 1, 0)), 0, 0) as [
      number,
      number,
      number,
    ];
    expect(r).toBeGreaterThan(g);
    expect(r).toBeLessThan(160);
    expect(0.299 * r + 0.587 * g + 0.114 * b).toBeCloseTo(0.299 * 255, 0);
  });
});
