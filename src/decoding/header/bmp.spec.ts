import { describe, expect, it } from '@jest/globals';
import { concat, latin1, le16, le32 } from '../../../scripts/pictures/bytes.js';
import { readImageHeader } from './image-header.js';

const PIXELS_AT = 100;

/** The first `PIXELS_AT` bytes and more of a bitmap, so many that it is long enough. */
function file(info: Uint8Array, bytes = 10_000): Uint8Array {
  const head = concat(latin1('BM'), le32(0, 0, PIXELS_AT), info);
  return concat(head, new Uint8Array(bytes - head.length));
}

const core = (width: number, height: number, bits: number) => concat(le32(12), le16(width, height, 1, bits));
const info = (width: number, height: number, bits: number, compression = 0, size = 40) =>
  concat(le32(size, width >>> 0, height >>> 0), le16(1, bits), le32(compression));

const read = (bytes: Uint8Array) => readImageHeader(bytes, 50_000_000);

describe('The header of a bitmap', () => {
  it('has sides of sixteen bits without a sign where it is the oldest', () => {
    expect(read(file(core(300, 2, 24)))).toMatchObject({
      format: 'bmp',
      width: 300,
      height: 2,
      orientation: 1,
    });
    expect(read(file(core(40_000, 1, 1)))).toMatchObject({ width: 40_000, height: 1 });
  });

  it('has a negative height where its rows go from the top', () => {
    expect(read(file(info(3, -2, 24)))).toMatchObject({ width: 3, height: 2 });
  });

  it('has no compression where it ends before', () => {
    // What stands there, 1, would be run lengths, of which nobody knows how long they are.
    expect(read(file(info(3, 2, 8, 1, 16))).bytesNeeded).toBe(PIXELS_AT + 2 * 4);
    expect(read(file(info(3, 2, 8, 1, 40))).bytesNeeded).toBeUndefined();
  });

  it.each([
    { width: 3, height: 2, bits: 1, rowBytes: 4 },
    { width: 33, height: 2, bits: 1, rowBytes: 8 },
    { width: 9, height: 3, bits: 4, rowBytes: 8 },
    { width: 3, height: 5, bits: 16, rowBytes: 8 },
    { width: 5, height: 1, bits: 24, rowBytes: 16 },
    { width: 5, height: 1, bits: 32, rowBytes: 20 },
  ])(
    'tells that $width pixels of $bits bits take $rowBytes bytes a row',
    ({ width, height, bits, rowBytes }) => {
      const needed = PIXELS_AT + rowBytes * height;
      for (const header of [
        info(width, height, bits),
        core(width, height, bits),
        info(width, height, bits, 3),
      ]) {
        expect(read(file(header, needed)).bytesNeeded).toBe(needed);
        expect(() => read(file(header, needed - 1))).toThrow(
          expect.objectContaining({
            code: 'image_corrupt',
            message: `expected ${needed} bytes for ${width}x${height} pixels, received ${needed - 1}: it is cut off`,
          }),
        );
      }
    },
  );

  it.each([
    {
      what: 'a negative width',
      header: info(-5, 1, 24),
      says: 'expected a whole BMP picture: its width is -5',
    },
    {
      what: 'no width',
      header: core(0, 7, 24),
      says: 'expected a picture of at least 1x1 pixel, its BMP header says 0x7',
    },
    {
      what: 'no height',
      header: info(7, 0, 24),
      says: 'expected a picture of at least 1x1 pixel, its BMP header says 7x0',
    },
    {
      what: 'two bits a pixel',
      header: info(1, 1, 2),
      says: 'expected a whole BMP picture: it has 2 bits a pixel, which no bitmap has',
    },
    {
      what: 'three bits a pixel and the oldest header',
      header: core(1, 1, 3),
      says: 'expected a whole BMP picture: it has 3 bits a pixel, which no bitmap has',
    },
  ])('is refused with $what', ({ header, says }) => {
    expect(() => read(file(header))).toThrow(
      expect.objectContaining({ code: 'image_corrupt', message: says }),
    );
  });

  it('is refused where it ends within itself', () => {
    const oldest = file(core(1, 1, 24)).subarray(0, 25);
    expect(() => read(oldest)).toThrow(
      expect.objectContaining({
        code: 'image_corrupt',
        message: 'expected a whole BMP picture: it ends within its header, after 25 bytes',
      }),
    );
  });
});
