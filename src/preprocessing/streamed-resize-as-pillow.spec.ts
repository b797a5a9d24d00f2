import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resize as resizeAsPillow } from '../../test/support/pillow-resize.js';
import { resize } from '../../test/support/streamed-resize.js';
import { Kernels } from '../kernels/kernels.js';
import { centerCrop } from './crop.js';
import { planResize } from './resize-plan.js';
import { StreamedResize } from './streamed-resize.js';

describe('the resize kernel', () => {
  const sides = fc.integer({ min: 1, max: 300 });
  const sizes = fc.record({ width: sides, height: sides });
  /** Pictures of extremes make the filters overshoot. */
  const samples = fc.constantFrom(
    (at: number) => (at * 2_654_435_761) >>> 24,
    (at: number) => (at % 2) * 255,
    (at: number) => ((at >> 3) % 2) * 255,
    () => 255,
  );

  it.each(['bilinear', 'bicubic', 'lanczos'] as const)(
    'gives the bytes of the plain code with %s, for any sizes, crop and strips',
    (filter) => {
      fc.assert(
        fc.property(
          sizes,
          sizes,
          fc.option(sizes),
          fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
          samples,
          (input, size, crop, strips, sample) => {
            const image = {
              ...input,
              data: Uint8Array.from({ length: input.width * input.height * 3 }, (_, at) => sample(at)),
            };
            const resized = resizeAsPillow(image, size, filter);
            const expected = crop ? centerCrop(resized, crop) : resized;
            const actual = resize(image, size, filter, crop ?? size, strips);
            expect({ width: actual.width, height: actual.height }).toEqual({
              width: expected.width,
              height: expected.height,
            });
            expect(Buffer.compare(actual.data, expected.data)).toBe(0);
          },
        ),
        { numRuns: 150 },
      );
    },
  );

  it.each([
    { input: { width: 3000, height: 1 }, size: { width: 224, height: 224 } },
    { input: { width: 1, height: 3000 }, size: { width: 224, height: 224 } },
    { input: { width: 1, height: 1 }, size: { width: 300, height: 200 } },
    { input: { width: 1000, height: 700 }, size: { width: 7, height: 5 } },
  ])('resizes $input to $size', ({ input, size }) => {
    const data = Uint8Array.from({ length: input.width * input.height * 3 }, (_, at) => (at * 97) & 255);
    const image = { ...input, data };
    expect(
      Buffer.compare(resize(image, size, 'lanczos').data, resizeAsPillow(image, size, 'lanczos').data),
    ).toBe(0);
  });

  it('keeps little of a tall picture', () => {
    const small = new Kernels();
    const rows = new Uint8Array(1000 * 64 * 3);
    const plan = planResize({ width: 1000, height: 64_000 }, { width: 224, height: 224 }, 'bicubic');
    const streamed = new StreamedResize(small, plan);
    for (let y = 0; y < 64_000; y += 64) streamed.push(rows);
    expect(small.run.memory.buffer.byteLength).toBeLessThan(8_000_000);
  });
});
