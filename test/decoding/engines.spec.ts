import { beforeAll, describe, expect, it } from '@jest/globals';
import { BmpEngine } from '../../src/decoding/engines/bmp.engine.js';
import type { DecodeEngine } from '../../src/decoding/engines/decode-engine.js';
import { JimpEngine } from '../../src/decoding/engines/jimp.engine.js';
import { SharpEngine } from '../../src/decoding/engines/sharp.engine.js';
import type { ImageHeader } from '../../src/decoding/header/image-header.js';
import { orient } from '../../src/decoding/orient.js';
import { toRgb } from '../../src/decoding/to-rgb.js';
import { validPictures } from '../support/pictures.js';
import {
  cutStills,
  expectReference,
  headerOf,
  invalid,
  MAX_PIXELS,
  service,
  sha256,
  shownSize,
  valid,
  WHOLE,
} from '../support/decoded-pictures.js';

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

/** The header, or undefined for a file that is refused before any engine sees it. */
function headerIfSound(picture: { bytes: Buffer }): ImageHeader | undefined {
  try {
    return headerOf(picture);
  } catch {
    return undefined;
  }
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

describe.each(['auto', 'sharp', 'jimp'])('The DecodingService with DECODER=%s', (DECODER) => {
  const decoding = service({ DECODER });
  beforeAll(() => decoding.onModuleInit());

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
