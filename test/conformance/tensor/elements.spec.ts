import { describe, expect, it } from '@jest/globals';
import { decodeElements, encodeElements, splitBytes } from './elements.js';
import { fromHalf, toHalf } from './half.js';
import type { Datatype } from './datatype.js';

describe('the binary form of elements', () => {
  it.each<[Datatype, (number | boolean | string)[], string]>([
    ['BOOL', [true, false], '0100'],
    ['UINT8', [1, 255], '01ff'],
    ['UINT16', [258], '0201'],
    ['UINT32', [16909060], '04030201'],
    ['UINT64', [258], '0201000000000000'],
    ['INT8', [-2], 'fe'],
    ['INT16', [-2], 'feff'],
    ['INT32', [-2], 'feffffff'],
    ['INT64', [-2], 'feffffffffffffff'],
    ['FP16', [1, -2], '003c00c0'],
    ['FP32', [1, -2.5], '0000803f000020c0'],
    ['FP64', [1], '000000000000f03f'],
    ['BYTES', ['ab', '', 'ü'], '02000000616200000000' + '02000000c3bc'],
  ])('of %s is little-endian, and is read back', (datatype, elements, hex) => {
    const bytes = encodeElements(elements, datatype);
    expect(bytes.toString('hex')).toBe(hex);
    expect(decodeElements(bytes, datatype)).toEqual(elements);
  });

  it('of bytes that are no text keeps them', () => {
    const bytes = encodeElements([Uint8Array.of(255, 0)], 'BYTES');
    expect(bytes.toString('hex')).toBe('02000000ff00');
    expect(splitBytes(bytes).map((element) => [...element])).toEqual([[255, 0]]);
  });

  it('is refused where it is cut', () => {
    expect(() => decodeElements(Buffer.alloc(5), 'FP32')).toThrow(
      '5 bytes are no whole number of FP32 elements',
    );
    expect(() => decodeElements(Buffer.from('0200000061', 'hex'), 'BYTES')).toThrow('ends at 6 of 5 bytes');
    expect(() => decodeElements(Buffer.from('0000', 'hex'), 'BYTES')).toThrow('ends at 4 of 2 bytes');
  });
});

describe('half precision', () => {
  it('reads every number back that it can write', () => {
    const halves = Array.from({ length: 0x1_0000 }, (_, half) => half);
    expect(halves.filter((half) => !Number.isNaN(fromHalf(half)) && toHalf(fromHalf(half)) !== half)).toEqual(
      [],
    );
    expect(fromHalf(toHalf(NaN))).toBeNaN();
  });

  it.each([
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [1e30, 0x7c00],
    [2 ** -25, 0],
    [2 ** -25 + 2 ** -30, 1],
    [2 ** -26, 0],
    [-0, 0x8000],
  ])('rounds %p to the nearest, and ties to the even', (value, half) => {
    expect(toHalf(value)).toBe(half);
  });
});
