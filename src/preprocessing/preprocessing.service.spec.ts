import { describe, expect, it } from '@jest/globals';
import { IMAGENET, type PreprocessingSpec } from './preprocessing-spec.js';
import { rowsOf, type RgbImage } from '../decoding/rgb-image.js';
import { Kernels } from '../kernels/kernels.js';
import { PreprocessingService } from './preprocessing.service.js';

const service = new PreprocessingService(new Kernels());
const preprocess = (image: RgbImage, spec: PreprocessingSpec) => service.preprocess(rowsOf(image), spec);

describe('PreprocessingService', () => {
  it('squashes a picture to the size of the spec, then normalises it', () => {
    const resize = { mode: 'squash', width: 2, height: 3 } as const;
    const image = { width: 1, height: 1, data: Uint8Array.from([255, 0, 255]) };
    const { data, shape } = preprocess(image, { ...IMAGENET, resize });
    expect(shape).toEqual([1, 3, 3, 2]);
    const z = [2.248908, -2.035714, 2.64]; // see normalize.spec.ts
    expect(data).toHaveLength(18);
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(z[Math.floor(i / 6)]!, 5);
    });
  });

  it('makes a tensor of 1 x 3 x 224 x 224 for ImageNet', () => {
    const image = { width: 3, height: 2, data: new Uint8Array(18) };
    expect(preprocess(image, IMAGENET).shape).toEqual([1, 3, 224, 224]);
  });

  it('leaves the pixels of a picture alone that has the size already, in however many strips it comes', () => {
    const data = Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => (at * 7) & 255);
    const strips = [data.subarray(0, 224 * 3), data.subarray(224 * 3)];
    const size = { width: 224, height: 224 };
    const spec = { ...IMAGENET, rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1], layout: 'NHWC' } as const;
    const tensor = service.preprocess({ ...size, fullSize: size, strips }, spec);
    expect(Buffer.compare(Uint8Array.from(tensor.data), data)).toBe(0);
  });

  it('makes the shorter side as long as asked for, in proportion, and cuts the middle out', () => {
    const image = { width: 30, height: 10, data: new Uint8Array(900).fill(255) };
    const spec = {
      ...IMAGENET,
      resize: { mode: 'shortest_edge', length: 20 },
      crop: { width: 8, height: 6 },
    } as const;
    expect(preprocess(image, spec).shape).toEqual([1, 3, 6, 8]);
  });

  it('refuses a strip whose shorter side would make gigabytes of it', () => {
    const image = { width: 1, height: 65_535, data: new Uint8Array(3 * 65_535) };
    const spec = {
      ...IMAGENET,
      resize: { mode: 'shortest_edge', length: 256 },
      crop: { width: 224, height: 224 },
    } as const;
    expect(() => preprocess(image, spec)).toThrow(expect.objectContaining({ code: 'image_too_large' }));
  });
});
