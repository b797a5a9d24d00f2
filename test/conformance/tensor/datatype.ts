/**
 * The data types of the Open Inference Protocol with the size of one element in bytes; an element of BYTES is as long
 * as it is (inference_rest.md, "Tensor Data Types").
 */
export const ELEMENT_BYTES = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  FP32: 4,
  FP64: 8,
  BYTES: undefined,
} as const;

export type Datatype = keyof typeof ELEMENT_BYTES;

export const isDatatype = (name: unknown): name is Datatype =>
  typeof name === 'string' && Object.hasOwn(ELEMENT_BYTES, name);

/** Whether elements are numbers with a fraction, whose last digits may differ from one calculation to the next. */
export const isFloat = (datatype: Datatype): boolean => datatype.startsWith('FP');
