import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMAGENET, pixelSpec, type PreprocessingSpec } from './preprocessing-spec.js';
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

  const specs = fc.record({
    resize: fc.constantFrom(
      { mode: 'squash', width: 9, height: 7 } as const,
      { mode: 'shortest_edge', length: 8 } as const,
    ),
    // As large as some pictures and smaller than others, whatever the resize; so there are frames too.
    crop: fc.constantFrom({ width: 6, height: 5 }, { width: 10, height: 9 }),
    resample: fc.constantFrom('nearest', 'bilinear', 'bicubic', 'lanczos'),
    rescaleFactor: fc.constantFrom(1, 1 / 255),
    mean: fc.constantFrom([0, 0, 0] as const, IMAGENET.mean),
    std: fc.constantFrom([1, 1, 1] as const, IMAGENET.std),
    layout: fc.constantFrom('NCHW', 'NHWC'),
    dataType: fc.constantFrom('float32', 'float16'),
  });
  const pictures = fc
    .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
    .chain(({ width, height }) =>
      fc
        .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
        .map((data): RgbImage => ({ width, height, data })),
    );

  it('makes of what the model sees of a picture the very tensor of the picture', () => {
    const kernels = new Kernels();
    const own = new PreprocessingService(kernels);
    fc.assert(
      fc.property(pictures, specs as fc.Arbitrary<PreprocessingSpec>, (picture, spec) => {
        kernels.reset();
        const { data: expected } = own.preprocess(rowsOf(picture), spec);
        const wanted = [...expected];
        kernels.reset();
        const pixels = Uint8Array.from(own.preprocess(rowsOf(picture), pixelSpec(spec)).data);
        kernels.reset();
        const tensor = own.normalizePixels(pixels, spec);
        expect([...tensor.data]).toEqual(wanted);
        expect(tensor).toMatchObject({ layout: spec.layout, dataType: spec.dataType });
      }),
    );
  });

  it('shows the pixels of a picture as they are that has the size already', () => {
    const data = Uint8Array.from({ length: 224 * 224 * 3 }, (_, at) => (at * 7) & 255);
    const { data: pixels, shape } = preprocess({ width: 224, height: 224, data }, pixelSpec(IMAGENET));
    expect(shape).toEqual([1, 224, 224, 3]);
    expect(Buffer.compare(pixels as Uint8Array, data)).toBe(0);
  });

  it('refuses pixels of another size', () => {
    expect(() => service.normalizePixels(new Uint8Array(3), IMAGENET)).toThrow('expected 150528 bytes');
  });
});
