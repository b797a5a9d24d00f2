import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { bmpHeader } from '../../scripts/pictures/bmp-writer.js';
import { validPicture } from '../../test/support/pictures.js';
import { RGB, tinyTiff } from '../../test/support/tiny-tiff.js';
import { until } from '../../test/support/until.js';
import { AppConfig } from '../config/app-config.js';
import { Kernels } from '../kernels/kernels.js';
import { DecodingService, type Consumer } from './decoding.service.js';
import { SharpEngine } from './engines/sharp.engine.js';
import { imageOf } from './rgb-image.js';

/** What an entry of the type `gc` is, which Node's own type does not tell. */
interface GarbageCollection {
  detail: { kind: number; flags: number };
}

type Size = Parameters<Consumer<unknown>['sizeFor']>[0];
const WHOLE = { sizeFor: (full: Size) => full, consume: imageOf };

function service(env: NodeJS.ProcessEnv, kernels = new Kernels()): DecodingService {
  return new DecodingService(AppConfig.fromEnvironment(env), kernels);
}

async function started(env: NodeJS.ProcessEnv, kernels?: Kernels): Promise<DecodingService> {
  const decoding = service(env, kernels);
  await decoding.onModuleInit();
  return decoding;
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('The engines', () => {
  const noBinary = () =>
    jest.spyOn(SharpEngine, 'load').mockRejectedValue(new Error('no binary for this platform'));

  it.each([
    { DECODER: 'auto', names: ['jpeg', 'sharp', 'bmp', 'jimp'] },
    { DECODER: 'sharp', names: ['sharp', 'bmp', 'jimp'] },
    { DECODER: 'jimp', names: ['bmp', 'jimp'] },
  ])('of DECODER=$DECODER are $names', async ({ DECODER, names }) => {
    expect((await started({ DECODER })).engineNames).toEqual(names);
  });

  it('do without sharp where it does not load, with a warning that says what that costs', async () => {
    noBinary();
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    expect((await started({})).engineNames).toEqual(['jpeg', 'bmp', 'jimp']);
    expect(warn.mock.calls).toEqual([
      [
        'sharp does not load here; without it PNG and progressive JPEG cost up to 20 times as much: Error: no binary for this platform',
      ],
    ]);
  });

  it('do not start without sharp where it is asked for', async () => {
    noBinary();
    await expect(started({ DECODER: 'sharp' })).rejects.toThrow(
      'DECODER=sharp: its binary does not load here; use DECODER=auto or jimp',
    );
  });
});

describe('A picture', () => {
  let auto: DecodingService;
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = new Kernels();
    auto = await started({}, kernels);
  });
  const jpeg = validPicture('jpeg-baseline-420.jpg');

  it('is decoded in full, or at a scale that leaves twice as much as is needed', async () => {
    const sizes: unknown[] = [];
    const least = { width: Math.floor(jpeg.width / 4), height: Math.floor(jpeg.height / 4) };
    const consumer: Consumer<unknown> = {
      sizeFor: () => least,
      consume: ({ width, height, fullSize }) => sizes.push({ width, height, fullSize }),
    };
    await auto.decode(jpeg.bytes, consumer);
    await (await started({ JPEG_SCALE: 'full' })).decode(jpeg.bytes, consumer);
    const { width, height } = jpeg;
    const fullSize = { width, height };
    expect(sizes).toEqual([
      { width: Math.ceil(width / 2), height: Math.ceil(height / 2), fullSize },
      { width, height, fullSize },
    ]);
  });

  it('that the kernel leaves goes to another engine, as a copy where it lies in the memory of the kernels', async () => {
    const { bytes, width, height } = validPicture('jpeg-progressive.jpg');
    const alone = await auto.decode(bytes, WHOLE);
    expect({ width: alone.width, height: alone.height }).toEqual({ width, height });
    kernels.reset();
    const address = kernels.copyIn(bytes);
    const load = jest.spyOn(SharpEngine.prototype, 'decode');
    const within = await auto.decode(kernels.view(address, bytes.length), WHOLE);
    expect(Buffer.compare(within.data, alone.data)).toBe(0);
    expect(kernels.owns(load.mock.calls[0]![0])).toBe(false);
  });

  it('that fails in the hands of its consumer fails with what was thrown there', async () => {
    const failure = new Error('no room');
    const consume = jest.fn(() => {
      throw failure;
    });
    await expect(auto.decode(jpeg.bytes, { ...WHOLE, consume })).rejects.toBe(failure);
    expect(consume).toHaveBeenCalledTimes(1);
  });

  it('that does not decode is told with its size and length, and the cause kept for the log', async () => {
    const bytes = tinyTiff({}, [1, 2, 3]);
    const refusal = (await started({ DECODER: 'jimp' })).decode(bytes, WHOLE);
    await expect(refusal).rejects.toMatchObject({
      code: 'image_corrupt',
      message:
        `expected a whole TIFF picture of 2x2 pixels, received ${bytes.length} bytes that do not decode: they are ` +
        'damaged or cut off; send the file again',
      cause: { message: '1 bytes are missing' },
    });
  });

  it('that an engine refuses keeps the code and the text of that', async () => {
    const bytes = tinyTiff({ ...RGB, 284: [2] }, [1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]);
    await expect((await started({ DECODER: 'jimp' })).decode(bytes, WHOLE)).rejects.toMatchObject({
      code: 'unsupported_image_format',
      cause: undefined,
    });
    // By sharp, as Pillow has it.
    expect([...(await auto.decode(bytes, WHOLE)).data]).toEqual([1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]);
  });
});

describe('The memory of a picture', () => {
  /** One bit a pixel, black but for the last one of the lowest row. */
  function bitmap(width: number, height: number): Uint8Array {
    const rowBytes = Math.ceil(width / 32) * 4;
    const pixels = Buffer.alloc(rowBytes * height);
    pixels[(width - 1) >> 3] = 0x80 >> ((width - 1) & 7);
    const palette = Buffer.from([0, 0, 0, 0, 255, 255, 255, 0]);
    return Buffer.concat([bmpHeader({ width, height, bitCount: 1, colours: 2 }), palette, pixels]);
  }

  let decoding: DecodingService;
  let observer: PerformanceObserver;
  let forced: number;
  beforeAll(async () => {
    decoding = await started({ DECODER: 'jimp' });
  });
  beforeEach(() => {
    forced = 0;
    observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as GarbageCollection[]) {
        const { kind, flags } = entry.detail;
        const isForced = (flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
        if (kind === constants.NODE_PERFORMANCE_GC_MAJOR && isForced) forced++;
      }
    });
    observer.observe({ entryTypes: ['gc'] });
  });
  afterEach(() => {
    observer.disconnect();
  });

  /** The last two pixels of the lowest row. */
  const lastOf = (width: number, height: number) =>
    decoding.decode(bitmap(width, height), {
      sizeFor: (full) => full,
      consume: ({ strips }) => {
        let last: number[] = [];
        for (const strip of strips) last = [...strip.subarray(-6)];
        return last;
      },
    });

  it('is collected before the next one comes where it has twenty million pixels', async () => {
    expect(await lastOf(5000, 4000)).toEqual([0, 0, 0, 255, 255, 255]);
    await until(() => forced >= 2);
  });

  it('is left to the collector where it has one row less', async () => {
    expect(await lastOf(5000, 3999)).toEqual([0, 0, 0, 255, 255, 255]);
    // Long enough for the observer, which is told of a collection within a turn of the event loop.
    await sleep(100);
    expect(forced).toBe(0);
  });
});
