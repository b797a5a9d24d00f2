import { describe, expect, it } from '@jest/globals';
import { cmykToRgb, toRgb } from './to-rgb.js';

const row = (channels: 1 | 2 | 3 | 4, ...samples: number[]) => ({
  width: samples.length / channels,
  height: 1,
  channels,
  data: Uint8Array.from(samples),
});

describe('toRgb', () => {
  it('repeats grey in each channel', () => {
    expect([...toRgb(row(1, 0, 77, 255))]).toEqual([0, 0, 0, 77, 77, 77, 255, 255, 255]);
  });

  it('gives back RGB as it is, without a copy', () => {
    const pixels = row(3, 1, 2, 3, 4, 5, 6);
    expect(toRgb(pixels)).toBe(pixels.data);
  });

  it('drops an alpha that is opaque', () => {
    expect([...toRgb(row(4, 1, 2, 3, 255, 253, 254, 255, 255))]).toEqual([1, 2, 3, 253, 254, 255]);
    expect([...toRgb(row(2, 9, 255, 8, 255))]).toEqual([9, 9, 9, 8, 8, 8]);
  });

  it('shows white where alpha is 0, whatever colour is hidden there', () => {
    expect([...toRgb(row(4, 0, 100, 255, 0))]).toEqual([255, 255, 255]);
    expect([...toRgb(row(2, 0, 0))]).toEqual([255, 255, 255]);
  });

  // round(sample * a + 255 * (1 - a)) with a = alpha / 255:
  //   0 at 128: 255 * 127 / 255 = 127;   100 at 128: (12800 + 32385) / 255 = 177.2;   255: 255 always
  //   0 at 1: 254;   0 at 254: 1;   200 at 51 (one fifth): 40 + 204 = 244;   10 at 204 (four fifths): 8 + 51 = 59
  it.each([
    { sample: 0, alpha: 128, shown: 127 },
    { sample: 100, alpha: 128, shown: 177 },
    { sample: 255, alpha: 128, shown: 255 },
    { sample: 0, alpha: 1, shown: 254 },
    { sample: 0, alpha: 254, shown: 1 },
    { sample: 200, alpha: 51, shown: 244 },
    { sample: 10, alpha: 204, shown: 59 },
  ])('shows $sample at alpha $alpha as $shown on white', ({ sample, alpha, shown }) => {
    expect([...toRgb(row(2, sample, alpha))]).toEqual([shown, shown, shown]);
    expect([...toRgb(row(4, sample, 255, sample, alpha))]).toEqual([shown, 255, shown]);
  });

  it('is within one of the exact value for every sample and alpha', () => {
    let largest = 0;
    for (let alpha = 0; alpha < 256; alpha++) {
      const samples = Array.from({ length: 256 }, (_, sample) => [sample, alpha]).flat();
      const rgb = toRgb(row(2, ...samples));
      for (let sample = 0; sample < 256; sample++) {
        const exact = (sample * alpha + 255 * (255 - alpha)) / 255;
        largest = Math.max(largest, Math.abs(rgb[sample * 3]! - exact));
      }
    }
    expect(largest).toBeLessThan(1);
  });
});

describe('cmykToRgb', () => {
  // A channel is what black leaves (255 - K), less the same share of ink: (255 - K) - ink * (255 - K) / 255.
  it.each([
    { cmyk: [0, 0, 0, 0], rgb: [255, 255, 255] },
    { cmyk: [0, 0, 0, 255], rgb: [0, 0, 0] },
    { cmyk: [255, 255, 255, 0], rgb: [0, 0, 0] },
    { cmyk: [255, 0, 0, 0], rgb: [0, 255, 255] },
    { cmyk: [0, 255, 0, 0], rgb: [255, 0, 255] },
    { cmyk: [0, 0, 255, 0], rgb: [255, 255, 0] },
    // 155 - 51 * 155 / 255 = 124, 155 - 102 * 155 / 255 = 93, 155 - 255 * 155 / 255 = 0
    { cmyk: [51, 102, 255, 100], rgb: [124, 93, 0] },
  ])('makes $rgb of $cmyk', ({ cmyk, rgb }) => {
    expect([...cmykToRgb(Uint8Array.from(cmyk))]).toEqual(rgb);
  });

  it('converts pixel by pixel', () => {
    expect([...cmykToRgb(Uint8Array.from([0, 0, 0, 0, 255, 0, 0, 0]))]).toEqual([255, 255, 255, 0, 255, 255]);
  });
});
