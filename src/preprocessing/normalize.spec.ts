import { describe, expect, it } from '@jest/globals';
import type { RgbImage } from '../decoding/rgb-image.js';
import { Kernels } from '../kernels/kernels.js';
import { normalizationTables } from './normalization-tables.js';
import { normalize as normalizeIn } from './normalize.js';
import { IMAGENET, type PreprocessingSpec } from './preprocessing-spec.js';

const kernels = new Kernels();

function normalize(image: RgbImage, spec: PreprocessingSpec) {
  kernels.reset();
  return normalizeIn(kernels, kernels.copyIn(image.data), image, spec, normalizationTables(spec));
}

function expectClose(actual: Iterable<number>, wanted: number[]): void {
  const values = [...actual];
  expect(values).toHaveLength(wanted.length);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i]!, 5);
}

describe('normalize', () => {
  it.each([
    {
      colour: 'black',
      pixel: [0, 0, 0],
      // -0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225
      z: [-2.117904, -2.035714, -1.804444],
    },
    {
      colour: 'white',
      pixel: [255, 255, 255],
      // (1 - 0.485) / 0.229 = 0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225
      z: [2.248908, 2.428571, 2.64],
    },
    {
      colour: 'mid grey',
      pixel: [128, 128, 128],
      // 128 / 255 = 0.5019608: 0.0169608 / 0.229, 0.0459608 / 0.224, 0.0959608 / 0.225
      z: [0.074064, 0.205182, 0.426492],
    },
    {
      colour: 'red',
      pixel: [255, 0, 0],
      z: [2.248908, -2.035714, -1.804444],
    },
    {
      colour: 'a colour of its own in each channel',
      pixel: [51, 102, 204],
      // (0.2 - 0.485) / 0.229, (0.4 - 0.456) / 0.224, (0.8 - 0.406) / 0.225
      z: [-1.244541, -0.25, 1.751111],
    },
  ])('gives $colour its z-scores in the order R, G, B', ({ pixel, z }) => {
    const { data, shape } = normalize({ width: 1, height: 1, data: Uint8Array.from(pixel) }, IMAGENET);
    expect(shape).toEqual([1, 3, 1, 1]);
    expectClose(data, z);
  });

  it('puts all of red first, then green, then blue, each in rows from the top', () => {
    // Rows of 2: (0, 1, 2) (3, 4, 5) / (6, 7, 8) (9, 10, 11). Mean 0 and standard deviation 1/255 leave the samples.
    const image = { width: 2, height: 2, data: Uint8Array.from({ length: 12 }, (_, i) => i) };
    const plain = { ...IMAGENET, mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] } as const;
    const { data, shape } = normalize(image, plain);
    expect(shape).toEqual([1, 3, 2, 2]);
    expectClose(data, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
  });

  it('takes the mean and standard deviation of each channel from the spec', () => {
    // 51 / 255 = 0.2: (0.2 - 0.1) / 0.5, (0.2 - 0.2) / 0.25, (0.2 - 0.4) / 0.1
    const spec = { ...IMAGENET, mean: [0.1, 0.2, 0.4], std: [0.5, 0.25, 0.1] } as const;
    expectClose(
      normalize({ width: 1, height: 1, data: Uint8Array.from([51, 51, 51]) }, spec).data,
      [0.2, 0, -2],
    );
  });

  it('tells height from width', () => {
    const image = { width: 3, height: 2, data: new Uint8Array(18) };
    const { data, shape } = normalize(image, IMAGENET);
    expect(shape).toEqual([1, 3, 2, 3]);
    expect(data).toHaveLength(18);
  });

  it('gives every sample of a channel a z-score of its own, growing with it', () => {
    const samples = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
    const { data } = normalize({ width: 256, height: 1, data: samples }, IMAGENET);
    for (let i = 0; i < data.length; i++) {
      const c = Math.floor(i / 256);
      const z = ((i % 256) / 255 - IMAGENET.mean[c]!) / IMAGENET.std[c]!;
      expect(Math.abs(data[i]! - z)).toBeLessThan(1e-6);
    }
  });
});
