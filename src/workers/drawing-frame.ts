import type { Heat } from '../drawing/heat-map.js';

/** What is to be drawn. */
export interface Drawing {
  /** Rows of R, G, B from the top, of the size that the model sees. */
  readonly pixels: Uint8Array;
  /** Drawn over them; they stay as they are without it. */
  readonly heat?: Heat | undefined;
}

const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** @returns 64-bit floats: the rows and columns of the heat, both 0 where there is none, and its values; then the pixels */
export function encodeDrawing({ pixels, heat }: Drawing): Uint8Array {
  const floats = Float64Array.from([heat?.rows ?? 0, heat?.columns ?? 0, ...(heat?.values ?? [])]);
  return Buffer.concat([Buffer.from(floats.buffer), pixels]);
}

/** @returns pixels that share their memory with the bytes */
export function decodeDrawing(bytes: Uint8Array): Drawing {
  // Copies, because a frame begins anywhere and 64-bit floats only at multiples of 8.
  const floats = (from: number, count: number) => {
    const part = bytes.subarray(from * FLOAT_BYTES, (from + count) * FLOAT_BYTES);
    return new Float64Array(new Uint8Array(part).buffer);
  };
  const [rows, columns] = floats(0, 2) as unknown as [number, number];
  const pixels = bytes.subarray((2 + rows * columns) * FLOAT_BYTES);
  return rows === 0 ? { pixels } : { pixels, heat: { rows, columns, values: floats(2, rows * columns) } };
}
