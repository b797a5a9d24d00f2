import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import fc from 'fast-check';
import { withOrientation, withSize } from '../../scripts/pictures/jpeg-segments.js';
import { storedWith } from '../../scripts/pictures/orientation.js';
import { asBytes, renderScene, type Raster } from '../../scripts/pictures/scene.js';
import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService, type Consumer } from '../../src/decoding/decoding.service.js';
import { imageOf, type RgbRows } from '../../src/decoding/rgb-image.js';
import { Kernels } from '../../src/kernels/kernels.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import { greyJpeg } from '../support/grey-jpeg.js';

const kernels = new Kernels();
const auto = new DecodingService(AppConfig.fromEnvironment({ DECODER: 'auto' }), kernels);
const bySharp = new DecodingService(AppConfig.fromEnvironment({ DECODER: 'sharp' }), new Kernels());

beforeAll(() => Promise.all([auto.onModuleInit(), bySharp.onModuleInit()]));

function jpeg({ width, height, channels, ...raster }: Raster): Promise<Buffer> {
  const bytes = asBytes({ width, height, channels, ...raster });
  return sharp(bytes, { raw: { width, height, channels } }).jpeg({ quality: 85 }).toBuffer();
}

/** Decodes as the pipeline does, and counts how often the picture was begun. */
async function decode(decoding: DecodingService, bytes: Uint8Array, target?: Size) {
  kernels.reset();
  let calls = 0;
  const consumer: Consumer<{ rows: RgbRows; data: Uint8Array }> = {
    sizeFor: (full) => target ?? full,
    consume: (rows) => {
      calls++;
      return { rows, data: imageOf(rows).data };
    },
  };
  const { rows, data } = await decoding.decode(bytes, consumer);
  const { width, height, fullSize } = rows;
  return { width, height, fullSize, data, calls };
}

/** Without the samples, which a failing expectation would print. */
function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

async function refusal(decoding: DecodingService, bytes: Uint8Array) {
  return decode(decoding, bytes, { width: 8, height: 8 }).then(
    () => undefined,
    (error: unknown) => {
      const { name, code, message } = error as { name: string; code: string; message: string };
      return { name, code, message };
    },
  );
}

describe('With the JPEG kernel, the DecodingService', () => {
  const scene = renderScene({ width: 96, height: 80, channels: 3 });

  it('refuses what is damaged near its end just as without, though rows were given before', async () => {
    const whole = await jpeg(scene);
    const cut = whole.subarray(0, whole.length - 20);
    let rows = 0;
    kernels.reset();
    const counting = {
      sizeFor: (full: Size) => full,
      consume: ({ strips, width }: RgbRows) => {
        for (const strip of strips) rows += strip.length / (3 * width);
      },
    };
    await expect(auto.decode(cut, counting)).rejects.toMatchObject({ code: 'image_corrupt' });
    expect(rows).toBeGreaterThan(scene.height / 2);
    expect(await refusal(auto, cut)).toMatchObject({ name: 'AppError', code: 'image_corrupt' });
    expect(await refusal(auto, cut)).toEqual(await refusal(bySharp, cut));
  });

  it('gives the picture once more, by sharp, where the kernel finds a fault at its end that sharp does not', async () => {
    const whole = await jpeg(scene);
    // A comment behind the last row, which no encoder writes and libjpeg passes over.
    const odd = Buffer.concat([whole.subarray(0, -2), Buffer.from([0xff, 0xfe, 0, 2, 0xff, 0xd9])]);
    const [first, second] = [await decode(auto, whole), await decode(auto, odd)];
    expect([first.calls, second.calls]).toEqual([1, 2]);
    expect(Buffer.compare(first.data, second.data)).toBe(0);
  });

  it('gives such a picture at its full size, whatever is asked for', async () => {
    const whole = await jpeg(renderScene({ width: 400, height: 320, channels: 3 }));
    const odd = Buffer.concat([whole.subarray(0, -2), Buffer.from([0xff, 0xfe, 0, 2, 0xff, 0xd9])]);
    const target = { width: 20, height: 20 };
    expect(sizeOf(await decode(auto, whole, target))).toEqual({ width: 50, height: 40 });
    expect(sizeOf(await decode(auto, odd, target))).toEqual({ width: 400, height: 320 });
  });

  it('turns a reduced picture upright, and tells the full size as it is shown', async () => {
    const upright = renderScene({ width: 330, height: 250, channels: 3 });
    const target = { width: 60, height: 60 };
    const expected = await decode(auto, await jpeg(upright), target);
    expect(sizeOf(expected)).toEqual({ width: 165, height: 125 });
    expect(expected.fullSize).toEqual({ width: 330, height: 250 });
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const stored = await jpeg(storedWith(orientation, upright));
      const { data, ...size } = await decode(auto, Buffer.from(withOrientation(stored, orientation)), target);
      expect(size).toEqual({ width: 165, height: 125, fullSize: expected.fullSize, calls: 1 });
      // Blocks lie differently in the turned picture, so that no two are the same to the bit.
      expect(meanDifference(data, expected.data)).toBeLessThan(3);
    }
  });

  it.each([
    // The least that may be left of the picture as it is shown, 200 x 600, is twice the target.
    { target: { width: 50, height: 150 }, width: 100, height: 300 },
    { target: { width: 51, height: 10 }, width: 200, height: 600 },
    { target: { width: 10, height: 151 }, width: 200, height: 600 },
  ])(
    'decodes a turned picture at $width x $height for $target.width x $target.height',
    async ({ target: needed, width, height }) => {
      const stored = await jpeg(renderScene({ width: 600, height: 200, channels: 3 }));
      const asked: Size[] = [];
      const image = await auto.decode(Buffer.from(withOrientation(stored, 6)), {
        sizeFor: (full) => {
          asked.push(full);
          return needed;
        },
        consume: imageOf,
      });
      expect(asked).toEqual([{ width: 200, height: 600 }]);
      expect(sizeOf(image)).toEqual({ width, height });
    },
  );

  it('decodes at full size where JPEG_SCALE says so, to the samples of sharp', async () => {
    const own = new Kernels();
    const full = new DecodingService(AppConfig.fromEnvironment({ JPEG_SCALE: 'full' }), own);
    await full.onModuleInit();
    const file = await jpeg(renderScene({ width: 600, height: 200, channels: 3 }));
    own.reset();
    const target = { sizeFor: () => ({ width: 10, height: 10 }), consume: imageOf };
    const image = await full.decode(file, target);
    const reference = await bySharp.decode(file, target);
    expect(sizeOf(image)).toEqual({ width: 600, height: 200 });
    expect(Buffer.compare(image.data, reference.data)).toBe(0);
  });

  const side = fc.integer({ min: 1, max: 7000 });
  const size = fc.record({ width: side, height: side });
  const target = fc.record({
    width: fc.integer({ min: 1, max: 700 }),
    height: fc.integer({ min: 1, max: 700 }),
  });

  it('halves the sides as often as they stay twice as long as needed, up to three times', async () => {
    const whole = await greyJpeg(8, 8);
    const isEnough = (full: Size, scale: number, needed: Size) =>
      Math.ceil(full.width / scale) >= 2 * needed.width &&
      Math.ceil(full.height / scale) >= 2 * needed.height;
    await fc.assert(
      fc.asyncProperty(size, target, async (full, needed) => {
        kernels.reset();
        // The rows are never read: there are none for this size.
        const { width, height, fullSize } = await auto.decode(withSize(whole, full.width, full.height), {
          sizeFor: () => needed,
          consume: (rows) => rows,
        });
        expect(fullSize).toEqual(full);
        const scale = [1, 2, 4, 8].find(
          (s) => Math.ceil(full.width / s) === width && Math.ceil(full.height / s) === height,
        )!;
        expect(scale).toBeDefined();
        if (scale > 1) expect(isEnough(full, scale, needed)).toBe(true);
        if (scale < 8) expect(isEnough(full, scale * 2, needed)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
