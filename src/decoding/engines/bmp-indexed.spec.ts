import { describe, expect, it } from '@jest/globals';
import { unpackRle } from './bmp-indexed.js';

const END_OF_ROW = [0, 0];
const END = [0, 1];
const move = (right: number, up: number) => [0, 2, right, up];

/** The indices of a picture row by row from the top, of codes that begin with its lowest row. */
function unpack(width: number, height: number, bitsPerPixel: 4 | 8, ...codes: number[][]): number[][] {
  const view = new DataView(Uint8Array.from(codes.flat()).buffer);
  const indices = unpackRle({ view, width, height, bitsPerPixel, isTopDown: false, pixelsAt: 0 });
  return Array.from({ length: height }, (_, y) => [...indices.subarray(y * width, (y + 1) * width)]);
}

describe('unpackRle of 8-bit indices', () => {
  it('repeats an index, from the lowest row up', () => {
    expect(unpack(3, 2, 8, [3, 7], END_OF_ROW, [2, 8], [1, 9], END)).toEqual([
      [8, 8, 9],
      [7, 7, 7],
    ]);
  });

  it('takes literal indices, and passes over what pads them to two bytes', () => {
    expect(unpack(5, 1, 8, [0, 3, 1, 2, 3, 99], [2, 4], END)).toEqual([[1, 2, 3, 4, 4]]);
    expect(unpack(5, 1, 8, [0, 4, 1, 2, 3, 4], [1, 5], END)).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('leaves what a row end, a move or the end passes over', () => {
    expect(unpack(4, 3, 8, [1, 1], move(2, 1), [1, 2], END_OF_ROW, [2, 3], END)).toEqual([
      [3, 3, 0, 0],
      [0, 0, 0, 2],
      [1, 0, 0, 0],
    ]);
  });

  it('needs no end behind the uppermost row', () => {
    expect(unpack(1, 2, 8, [1, 5], END_OF_ROW, [1, 6], END_OF_ROW)).toEqual([[6], [5]]);
  });

  it('drops what lies right of the picture, and ends where a move goes above it', () => {
    expect(unpack(2, 2, 8, [4, 1], END_OF_ROW, [0, 3, 2, 3, 4, 0], END)).toEqual([
      [2, 3],
      [1, 1],
    ]);
    expect(unpack(2, 2, 8, [1, 1], move(0, 200))).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it.each([
    { where: 'before the end', codes: [[1, 1]] },
    { where: 'within a run', codes: [[1]] },
    { where: 'within a move', codes: [[0, 2, 1]] },
    { where: 'within literals', codes: [[0, 3, 1, 2]] },
  ])('throws where the file ends $where', ({ codes }) => {
    expect(() => unpack(4, 1, 8, ...codes)).toThrow(RangeError);
  });
});

describe('unpackRle of 4-bit indices', () => {
  it('repeats two indices in turn, also an odd number of times', () => {
    expect(unpack(8, 1, 4, [5, 0x12], [3, 0x34], END)).toEqual([[1, 2, 1, 2, 1, 3, 4, 3]]);
  });

  it('takes two literal indices of a byte, and passes over what pads them to two bytes', () => {
    // Three are a byte and a half, which is two bytes and needs no more; five are two and a half, which become four.
    expect(unpack(6, 1, 4, [0, 3, 0x12, 0x30], [3, 0x45], END)).toEqual([[1, 2, 3, 4, 5, 4]]);
    expect(unpack(6, 1, 4, [0, 5, 0x12, 0x34, 0x50, 0x99], [1, 0x60], END)).toEqual([[1, 2, 3, 4, 5, 6]]);
  });
});
