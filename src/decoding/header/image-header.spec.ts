import { describe, expect, it } from '@jest/globals';
import {
  expected,
  invalidPictures,
  listing,
  validPicture,
  validPictures,
} from '../../../test/support/pictures.js';
import { MAX_PIXELS, refusal } from '../../../test/support/header-refusal.js';
import { readImageHeader } from './image-header.js';

describe('The test pictures', () => {
  it('are all listed in expected.json, which lists nothing else', () => {
    expect(Object.keys(expected.valid).sort()).toEqual([...listing.valid].sort());
    expect(Object.keys(expected.invalid).sort()).toEqual([...listing.invalid].sort());
  });
});

describe('readImageHeader', () => {
  it.each(validPictures)('reads $format of $width x $height in $name', ({ bytes, format, width, height }) => {
    expect(readImageHeader(bytes, MAX_PIXELS)).toMatchObject({ format, width, height });
  });

  it.each(validPictures)('reads the orientation that $name has', ({ name, bytes }) => {
    const orientation = Number(/orientation-(\d)/.exec(name)?.[1] ?? 1);
    expect(readImageHeader(bytes, MAX_PIXELS).orientation).toBe(orientation);
  });

  // What is damaged behind its header is the engines' to refuse.
  it.each(invalidPictures)(
    'refuses $name as $code, or leaves it to the engines',
    ({ bytes, code, looksLike }) => {
      const error = refusal(bytes);
      expect([code, code === 'image_corrupt' ? undefined : code]).toContain(error?.code);
      if (looksLike === null) expect(error?.message).toMatch(/that look like no known format$/);
      else if (looksLike !== undefined) expect(error?.message).toContain(`look like ${looksLike}`);
    },
  );

  it.each(invalidPictures.filter(({ name }) => /^(header-cut|magic-only|zero)/.test(name)))(
    'refuses $name without an engine',
    ({ bytes }) => {
      expect(refusal(bytes)?.code).toBe('image_corrupt');
    },
  );

  it('allows as many pixels as it is told, and not one more', () => {
    const { bytes, width, height } = validPicture('png-rgb-8bit.png');
    expect(refusal(bytes, width * height)).toBeUndefined();
    const error = refusal(bytes, width * height - 1);
    expect(error?.code).toBe('image_too_large');
    expect(error?.message).toBe(
      'expected at most 1727 pixels (MAX_IMAGE_PIXELS), the header says 48x36 = 1728; send a smaller picture',
    );
  });

  it.each([
    { tag: 'ImageLength', number: 257, type: 3 },
    { tag: 'ImageWidth', number: 256, type: 4 },
    { tag: 'ImageLength, once as bytes', number: 257, type: 1 },
  ])('refuses a TIFF that has $tag twice, of which decoders take one or the other', ({ number, type }) => {
    const tiff = Buffer.from(validPicture('tiff-uncompressed.tiff').bytes);
    const start = tiff.readUInt32LE(4);
    const planar = start + 2 + 12 * (tiff.readUInt16LE(start) - 1);
    tiff.writeUInt16LE(number, planar);
    tiff.writeUInt16LE(type, planar + 2);
    expect(refusal(tiff)).toMatchObject({
      code: 'image_corrupt',
      message: expect.stringContaining(`the tag ${number} twice`) as unknown as string,
    });
  });

  it('takes the first of many values of a TIFF tag from where they stand, as decoders do', () => {
    const { bytes, width, height } = validPicture('tiff-uncompressed.tiff');
    const tiff = Buffer.concat([bytes, Buffer.from([7, 0, 0, 0, 0, 0])]);
    const start = tiff.readUInt32LE(4);
    tiff.writeUInt32LE(3, start + 2 + 4);
    tiff.writeUInt32LE(bytes.length, start + 2 + 8);
    expect(tiff.readUInt16LE(start + 2)).toBe(256);
    expect(readImageHeader(bytes, MAX_PIXELS)).toMatchObject({ width, height });
    expect(readImageHeader(tiff, MAX_PIXELS)).toMatchObject({ width: 7, height });
  });

  it('allows a side of 65,535 pixels, and not one more', () => {
    const png = Buffer.from(validPicture('png-rgb-8bit.png').bytes);
    png.writeUInt32BE(1, 16);
    png.writeUInt32BE(65_535, 20);
    expect(refusal(png, 50_000_000)).toBeUndefined();
    png.writeUInt32BE(65_536, 20);
    const error = refusal(png, 50_000_000);
    expect(error?.code).toBe('image_too_large');
    expect(error?.message).toContain('at most 65535 pixels a side, the header says 1x65536');
  });

  it('says how many bytes a picture is short of', () => {
    const { bytes } = validPicture('bmp-24bit.bmp');
    expect(refusal(bytes.subarray(0, bytes.length - 1))?.message).toBe(
      `expected ${bytes.length} bytes for 41x30 pixels, received ${bytes.length - 1}: it is cut off`,
    );
  });

  it.each([
    ['jpeg-cmyk-adobe.jpg', { cmyk: true }],
    ['jpeg-baseline-420.jpg', { cmyk: false }],
    ['gif-small-first-frame.gif', { hasPartialFrame: true }],
    ['gif-animated.gif', { hasPartialFrame: false }],
  ])('says of %s %j', (name, fields) => {
    expect(readImageHeader(validPicture(name).bytes, MAX_PIXELS)).toMatchObject(fields);
  });

  it('refuses a PNG of two IHDR chunks, of which a decoder may believe the second', () => {
    for (const name of ['png-rgb-8bit.png', 'png-orientation-6.png']) {
      const { bytes } = validPicture(name);
      const firstData = bytes.indexOf('IDAT') - 4;
      const twice = Buffer.concat([bytes.subarray(0, firstData), bytes.subarray(8)]);
      expect(refusal(twice)?.message).toMatch(/second IHDR/);
    }
  });

  it('takes nonsensical EXIF for upright', () => {
    const bytes = Buffer.from(validPicture('jpeg-orientation-6.jpg').bytes);
    const tag = bytes.indexOf(Buffer.from([0x01, 0x12]));
    const tagLittle = bytes.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00]));
    bytes.fill(9, tagLittle === -1 ? tag + 8 : tagLittle + 8, (tagLittle === -1 ? tag : tagLittle) + 10);
    expect(readImageHeader(bytes, MAX_PIXELS).orientation).toBe(1);
  });

  it('reads a picture from the middle of a larger buffer', () => {
    for (const { bytes, width, height, format } of validPictures) {
      const inside = Buffer.concat([Buffer.alloc(5), bytes]).subarray(5);
      expect(readImageHeader(inside, MAX_PIXELS)).toMatchObject({ format, width, height });
    }
  });
});
