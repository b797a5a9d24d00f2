import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors.js';
import { readElements, writeElements } from './bytes-elements.js';

describe('elements of the type BYTES', () => {
  it('stand behind their lengths, in little-endian order', () => {
    expect(writeElements(['ab', '', 'é'])).toEqual(
      Buffer.from([2, 0, 0, 0, 97, 98, 0, 0, 0, 0, 2, 0, 0, 0, 0xc3, 0xa9]),
    );
    expect(readElements(Buffer.from([1, 0, 0, 0, 7, 0, 0, 0, 0]), 2, 'x')).toEqual([
      Buffer.from([7]),
      Buffer.from([]),
    ]);
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const read = readElements(writeElements(texts), texts.length, 'x');
        expect(read.map(String)).toEqual(texts.map((text) => Buffer.from(text).toString()));
      }),
    );
  });

  it.each([
    ['a length that is cut off', [1, 0], 1, /element 0 .* beyond the end/],
    ['an element that is cut off', [1, 0, 0, 0, 7, 2, 0, 0, 0, 7], 2, /element 1 .* beyond the end/],
    ['a length of 4 GiB', [255, 255, 255, 255, 0], 1, /beyond the end/],
    ['too few', [0, 0, 0, 0], 2, /the 2 elements .* received 1$/],
    ['none', [], 1, /the 1 elements .* received 0$/],
    ['too many', [0, 0, 0, 0, 0, 0, 0, 0], 1, /received 4 bytes behind/],
  ])('are refused: %s', (_what, bytes, count, message) => {
    expect(() => readElements(Buffer.from(bytes), count, 'inputs[0]')).toThrow(message);
  });

  it('throw nothing but AppError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (bytes, count) => {
        try {
          expect(readElements(Buffer.from(bytes), count, 'x')).toHaveLength(count);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
