import type { DataType } from '../preprocessing/preprocessing-spec.js';

/** Data types of the Open Inference Protocol that a picture's tensor may have, by ours. */
export const INPUT_DATATYPES = { FP32: 'float32', FP16: 'float16', UINT8: 'uint8' } as const satisfies Record<
  string,
  DataType
>;
export type InputDatatype = keyof typeof INPUT_DATATYPES;

/** Those that a row of scores may have, with the bytes of an element. */
export const OUTPUT_BYTES = { FP16: 2, FP32: 4, FP64: 8 } as const;
export type OutputDatatype = keyof typeof OUTPUT_BYTES;

export function isInputDatatype(name: unknown): name is InputDatatype {
  return typeof name === 'string' && Object.hasOwn(INPUT_DATATYPES, name);
}

export function isOutputDatatype(name: unknown): name is OutputDatatype {
  return typeof name === 'string' && Object.hasOwn(OUTPUT_BYTES, name);
}
