import type { DataType, Layout } from './preprocessing-spec.js';

/** A batch of one picture as a model takes it. */
export interface Tensor {
  /** float16 values stand as their bits in 16-bit integers. */
  readonly data: Float32Array | Uint16Array | Uint8Array;
  readonly dataType: DataType;
  readonly layout: Layout;
  /** [1, 3, height, width] or [1, height, width, 3] */
  readonly shape: readonly [number, number, number, number];
}

/** What the elements of each type lie in. */
export const ELEMENT_ARRAYS = { float32: Float32Array, float16: Uint16Array, uint8: Uint8Array };
