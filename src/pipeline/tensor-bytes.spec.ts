import { describe, expect, it } from '@jest/globals';
import type { PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import { IMAGENET } from '../preprocessing/preprocessing-spec.js';
import { bytesOf, tensorByteLength, tensorOf } from './tensor-bytes.js';

const SMALL: PreprocessingSpec = { ...IMAGENET, resize: { mode: 'squash', width: 2, height: 1 } };

describe('the bytes of a tensor', () => {
  const data = Float32Array.of(1, -2, 3, 4, 5, 6);

  it('are those of its elements, little-endian, and make the same tensor again', () => {
    const bytes = bytesOf({ data });
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
    expect(tensorOf(bytes, SMALL)).toEqual({
      data,
      dataType: 'float32',
      layout: 'NCHW',
      shape: [1, 3, 1, 2],
    });
  });

  it('may begin anywhere', () => {
    const shifted = Buffer.concat([Buffer.alloc(1), bytesOf({ data })]).subarray(1);
    expect([...tensorOf(shifted, SMALL).data]).toEqual([...data]);
  });

  it.each([
    ['float32', 24],
    ['float16', 12],
    ['uint8', 6],
  ] as const)('of %s are %i for two pixels', (dataType, expected) => {
    const spec = { ...SMALL, dataType };
    expect(tensorByteLength(spec)).toBe(expected);
    expect(tensorOf(new Uint8Array(expected), { ...spec, layout: 'NHWC' }).shape).toEqual([1, 1, 2, 3]);
  });

  it.each([NaN, Infinity, -Infinity])('of float32 may not hold %d', (value) => {
    const bytes = bytesOf({ data: Float32Array.of(1, 2, 3, value, 5, 6) });
    expect(() => tensorOf(bytes, SMALL)).toThrow(/finite numbers.* at element 3/);
  });

  it.each([0x7c00, 0xfc00, 0x7e00, 0xfdff])('of float16 may not hold the bits %i', (bits) => {
    const bytes = bytesOf({ data: Uint16Array.of(0x7bff, bits, 0, 0, 0, 0) });
    expect(() => tensorOf(bytes, { ...SMALL, dataType: 'float16' })).toThrow(/at element 1 /);
  });

  it('of uint8 may hold anything', () => {
    const bytes = Uint8Array.of(0, 255, 0x7c, 1, 2, 3);
    expect([...tensorOf(bytes, { ...SMALL, dataType: 'uint8' }).data]).toEqual([...bytes]);
  });

  it.each([0, 23, 25])('of one picture are not %i', (length) => {
    expect(() => tensorOf(new Uint8Array(length), SMALL)).toThrow(/expected the 24 bytes .* received \d+/);
  });
});
