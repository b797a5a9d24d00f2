import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { AppConfig } from '../../src/config/app-config.js';
import { DecodingService } from '../../src/decoding/decoding.service.js';
import { BmpEngine } from '../../src/decoding/engines/bmp.engine.js';
import type { DecodeEngine } from '../../src/decoding/engines/decode-engine.js';
import { JimpEngine } from '../../src/decoding/engines/jimp.engine.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import { readImageHeader, type ImageHeader } from '../../src/decoding/header/image-header.js';
import { orient } from '../../src/decoding/orient.js';
import { Kernels } from '../../src/kernels/kernels.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import { imageOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import type { AppError } from '../../src/errors.js';
import { resize as resample } from '../support/resize.js';
import { furtherPictures, invalidPictures, validPictures, type ValidPicture } from '../support/pictures.js';

const MAX_PIXELS = 50_000_000;
const SIZE = { width: 224, height: 224 };
const valid = [...validPictures, ...furtherPictures.valid];
const invalid = [...invalidPictures, ...furtherPictures.invalid];

/** Three quarters of every picture of one frame; of an animation the first frame alone may be whole. */
const cutStills = valid
  .filter(({ name }) => !name.includes('animated'))
  .map(({ name, bytes }) => ({ name: `${name}, cut`, bytes: bytes.subarray(0, bytes.length * 0.75) }));

const engines: { engine: DecodeEngine; isExact: boolean; takes: (header: ImageHeader) => boolean }[] = [
  [await SharpEngine.load(MAX_PIXELS), true] as const,
  [new BmpEngine(), true] as const,
  [new JimpEngine(MAX_PIXELS), false] as const,
].map(([engine, isExact]) => ({
  engine,
  isExact,
  // Bitmaps never reach jimp, because BmpEngine stands before it.
  takes: (header) => engine.reads(header) && (engine.name !== 'jimp' || header.format !== 'bmp'),
}));

function headerOf({ bytes }: { bytes: Buffer }): ImageHeader {
  return readImageHeader(bytes, MAX_PIXELS);
}

/** The header, or undefined for a file that is refused before any engine sees it. */
function headerIfSound(picture: { bytes: Buffer }): ImageHeader | undefined {
  try {
    return headerOf(picture);
  } catch {
    return undefined;
  }
}

/** The size that a picture is shown in; orientations 5 to 8 exchange width and height. */
function shownSize({ width, height, orientation }: ImageHeader): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const resized = new Map<string, Uint8Array>();

/** Remembered, because many engines give the same samples of many pictures. */
function resize(image: RgbImage): Uint8Array {
  const key = `${image.width} ${sha256(image.data)}`;
  const data = resized.get(key) ?? resample(image, SIZE, 'bicubic').data;
  resized.set(key, data);
  return data;
}

function expectReference(image: RgbImage, { mean, sha256: reference }: ValidPicture, isExact: boolean): void {
  const data = resize(image);
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    for (let i = c; i < data.length; i += 3) sum += data[i]!;
    expect(Math.abs(sum / (data.length / 3) - mean[c]!)).toBeLessThanOrEqual(1);
  }
  if (isExact) expect(sha256(data)).toBe(reference);
}

describe.each(engines)('The engine $engine.name', ({ engine, isExact, takes }) => {
  const claimed = valid.filter((picture) => takes(headerOf(picture)));
  const damaged = [...invalid, ...cutStills].filter((picture) => {
    const header = headerIfSound(picture);
    return header && takes(header);
  });

  it.each(claimed)(`gives $name ${isExact ? 'exactly' : 'nearly'} as Pillow does`, async (picture) => {
    const header = headerOf(picture);
    const pixels = await engine.decode(picture.bytes, header);
    const image = orient({ ...pixels, data: toRgb(pixels) }, header.orientation);
    expect({ width: image.width, height: image.height }).toEqual(shownSize(header));
    expectReference(image, picture, isExact);
  });

  it.each(claimed)('gives $name in the stored size and leaves the file as it is', async (picture) => {
    const header = headerOf(picture);
    const before = sha256(picture.bytes);
    const { width, height, channels, data } = await engine.decode(picture.bytes, header);
    expect({ width, height }).toEqual({ width: header.width, height: header.height });
    expect(data.length).toBe(width * height * channels);
    expect(sha256(picture.bytes)).toBe(before);
  });

  it.each(claimed)('reads $name from the middle of a larger buffer', async (picture) => {
    const header = headerOf(picture);
    const padded = Buffer.concat([Buffer.alloc(13, 0xff), picture.bytes, Buffer.alloc(7, 0xff)]);
    const inside = padded.subarray(13, 13 + picture.bytes.length);
    const alone = await engine.decode(picture.bytes, header);
    const embedded = await engine.decode(inside, headerOf({ bytes: inside }));
    expect(sha256(embedded.data)).toBe(sha256(alone.data));
  });

  it.each(damaged)('refuses $name', async (picture) => {
    await expect(engine.decode(picture.bytes, headerOf(picture))).rejects.toThrow();
  });
});

describe('The JimpEngine', () => {
  it('does not fill in what is missing from a JPEG that ends with its end marker all the same', async () => {
    const { bytes } = validPictures.find(({ name }) => name === 'jpeg-baseline-420.jpg')!;
    const short = Buffer.concat([bytes.subarray(0, bytes.length * 0.75), Buffer.from([0xff, 0xd9])]);
    const decoded = new JimpEngine(MAX_PIXELS).decode(short, headerOf({ bytes: short }));
    await expect(decoded).rejects.toThrow();
  });
});

describe('Together the engines', () => {
  it.each(valid)('take $name', (picture) => {
    expect(engines.filter(({ takes }) => takes(headerOf(picture))).length).toBeGreaterThan(0);
  });
});

/** Takes pictures whole, at their full size. */
const WHOLE = { sizeFor: (full: Size) => full, consume: imageOf };

function service(env: NodeJS.ProcessEnv): DecodingService {
  return new DecodingService(AppConfig.fromEnvironment(env), new Kernels());
}

describe.each([
  { DECODER: 'auto', names: ['jpeg', 'sharp', 'bmp', 'jimp'] },
  { DECODER: 'sharp', names: ['sharp', 'bmp', 'jimp'] },
  { DECODER: 'jimp', names: ['bmp', 'jimp'] },
])('The DecodingService with DECODER=$DECODER', ({ DECODER, names }) => {
  const decoding = service({ DECODER });
  beforeAll(() => decoding.onModuleInit());

  it(`prefers ${names.join(' to ')}`, () => {
    expect(decoding.engineNames).toEqual(names);
  });

  it.each(valid)('decodes $name upright', async (picture) => {
    const image = await decoding.decode(picture.bytes, WHOLE);
    const header = headerOf(picture);
    expect({ width: image.width, height: image.height }).toEqual(shownSize(header));
    expect(image.data.length).toBe(image.width * image.height * 3);
    expectReference(image, picture, DECODER !== 'jimp' && !header.hasPartialFrame);
  });

  it.each(cutStills)('refuses $name', async ({ bytes }) => {
    await expect(decoding.decode(bytes, WHOLE)).rejects.toMatchObject({
      name: 'AppError',
      code: 'image_corrupt',
    });
  });

  it.each(invalid)('refuses $name as $code', async ({ bytes, code }) => {
    await expect(decoding.decode(bytes, WHOLE)).rejects.toMatchObject({ name: 'AppError', code });
  });
});

describe('The DecodingService', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says of a damaged picture what was expected, and keeps the cause for the log', async () => {
    const decoding = service({});
    await decoding.onModuleInit();
    const { bytes } = invalid.find(({ name }) => name === 'bad-deflate.png')!;
    const error = await decoding.decode(bytes, WHOLE).then(
      () => undefined,
      (failure: unknown) => failure as AppError,
    );
    expect(error?.message).toMatch(/^expected a whole PNG picture of \d+x\d+ pixels, received \d+ bytes/);
    expect(error?.cause).toBeDefined();
  });

  it('takes MAX_IMAGE_PIXELS to the pixel', async () => {
    const picture = validPictures.find(({ name }) => name === 'png-rgb-8bit.png')!;
    const pixels = picture.width * picture.height;
    const refusing = service({ MAX_IMAGE_PIXELS: String(pixels - 1) });
    const accepting = service({ MAX_IMAGE_PIXELS: String(pixels) });
    await Promise.all([refusing.onModuleInit(), accepting.onModuleInit()]);
    await expect(refusing.decode(picture.bytes, WHOLE)).rejects.toMatchObject({ code: 'image_too_large' });
    await expect(accepting.decode(picture.bytes, WHOLE)).resolves.toMatchObject({ width: picture.width });
  });

  it('falls back on jimp with a warning where sharp does not load, if DECODER=auto', async () => {
    jest.spyOn(SharpEngine, 'load').mockRejectedValue(new Error('no binary for this platform'));
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const decoding = service({ DECODER: 'auto' });
    await decoding.onModuleInit();
    expect(decoding.engineNames).toEqual(['jpeg', 'bmp', 'jimp']);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('no binary for this platform'));
  });

  it('does not start where sharp does not load, if DECODER=sharp', async () => {
    jest.spyOn(SharpEngine, 'load').mockRejectedValue(new Error('no binary for this platform'));
    const decoding = service({ DECODER: 'sharp' });
    await expect(decoding.onModuleInit()).rejects.toThrow(/DECODER=sharp.*use DECODER=auto or jimp/);
  });
});
