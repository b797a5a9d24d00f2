import type { DataType } from '../preprocessing/preprocessing-spec.js';

/** The protocol's names for the elements that a graph may take (Open Inference Protocol, Tensor Data Types). */
export const DATATYPES = { float32: 'FP32', float16: 'FP16', uint8: 'UINT8' } as const satisfies Record<
  DataType,
  string
>;
