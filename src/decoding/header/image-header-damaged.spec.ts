import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validPictures } from '../../../test/support/pictures.js';
import { MAX_PIXELS, refusal } from '../../../test/support/header-refusal.js';
import { readImageHeader } from './image-header.js';

describe('readImageHeader on damaged pictures', () => {
  const CODES = ['image_empty', 'unsupported_image_format', 'image_corrupt', 'image_too_large'];

  /** Comes to an end with a header that makes sense, or one of the four problems; never with anything else. */
  function expectSoundAnswer(bytes: Uint8Array): void {
    const error = refusal(bytes);
    if (error) {
      expect(CODES).toContain(error.code);
      return;
    }
    const { width, height, orientation } = readImageHeader(bytes, MAX_PIXELS);
    expect(Number.isInteger(width) && Number.isInteger(height)).toBe(true);
    expect(width * height).toBeLessThanOrEqual(MAX_PIXELS);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
    expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(orientation);
  }

  it.each(validPictures)('answers soundly, however $name is changed and cut', ({ bytes }) => {
    const place = fc.oneof(
      fc.nat({ max: Math.min(64, bytes.length - 1) }),
      fc.nat({ max: bytes.length - 1 }),
    );
    const value = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat({ max: 255 }));
    const changes = fc.array(fc.tuple(place, value), { maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.option(fc.nat({ max: bytes.length })), (edits, length) => {
        const changed = Buffer.from(bytes);
        for (const [at, byte] of edits) changed[at] = byte;
        expectSoundAnswer(changed.subarray(0, length ?? changed.length));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    '\xff\xd8\xff',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'RIFF....WEBPVP8X',
    'RIFF....WEBPVP8 ',
    'II*\0',
    'MM\0*',
    'BM',
  ])('answers soundly to %j and arbitrary bytes', (magic) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        expectSoundAnswer(Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
      }),
      { numRuns: 300 },
    );
  });
});
