import { describe, expect, it } from '@jest/globals';
import { decodeDrawing, encodeDrawing } from './drawing-frame.js';

const pixels = Uint8Array.from({ length: 30 }, (_, i) => i);

/** The same bytes at an odd place in a larger buffer, as they come out of a frame. */
function arrived(bytes: Uint8Array): Buffer {
  const buffer = Buffer.alloc(bytes.length + 9);
  buffer.set(bytes, 9);
  return buffer.subarray(9);
}

describe('a drawing on its way to a worker', () => {
  it('comes out as it went in', () => {
    const heat = { rows: 2, columns: 3, values: Float64Array.of(1, -0.5, 0, 1e-7, -1, 0.25) };
    const { pixels: gotten, heat: drawn } = decodeDrawing(arrived(encodeDrawing({ pixels, heat })));
    expect([...gotten]).toEqual([...pixels]);
    expect(drawn).toEqual(heat);
  });

  it('may be pixels alone', () => {
    const drawing = decodeDrawing(arrived(encodeDrawing({ pixels })));
    expect([...drawing.pixels]).toEqual([...pixels]);
    expect(drawing.heat).toBeUndefined();
  });
});
