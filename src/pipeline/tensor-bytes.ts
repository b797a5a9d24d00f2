import { AppError } from '../errors.js';
import {
  outputSize,
  tensorShape,
  type DataType,
  type Layout,
  type PreprocessingSpec,
} from '../preprocessing/preprocessing-spec.js';
import { ELEMENT_ARRAYS, type Tensor } from '../preprocessing/tensor.js';

/** How a graph takes a picture. */
export interface TensorForm {
  readonly layout: Layout;
  readonly dataType: DataType;
}

/** The elements in bytes of the machine's order, which is little-endian wherever Node runs on a server. */
export function bytesOf({ data }: Pick<Tensor, 'data'>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** @returns bytes of one picture's tensor */
export function tensorByteLength(spec: PreprocessingSpec): number {
  const { width, height } = outputSize(spec)!;
  return 3 * width * height * ELEMENT_ARRAYS[spec.dataType].BYTES_PER_ELEMENT;
}

/**
 * @param bytes one picture's elements, little-endian
 * @returns the tensor that they are; it shares their memory where they lie on a border of elements
 * @throws AppError `validation_failed` where there are too few or too many, or one is infinite or not a number
 */
export function tensorOf(bytes: Uint8Array, spec: PreprocessingSpec): Tensor {
  const expected = tensorByteLength(spec);
  if (bytes.length !== expected) {
    throw new AppError(
      'validation_failed',
      `expected the ${expected} bytes of a tensor of one picture, received ${bytes.length}`,
    );
  }
  const { layout, dataType } = spec;
  const Elements = ELEMENT_ARRAYS[dataType];
  const isAligned = bytes.byteOffset % Elements.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, length } = isAligned ? bytes : new Uint8Array(bytes);
  const data = new Elements(buffer as ArrayBuffer, byteOffset, length / Elements.BYTES_PER_ELEMENT);
  const tensor = { data, dataType, layout, shape: tensorShape(layout, outputSize(spec)!) };
  const bad = firstNotFinite(tensor);
  if (bad === -1) return tensor;
  throw new AppError(
    'validation_failed',
    `expected finite numbers, received an infinite one or NaN at element ${bad} (counted from 0)`,
  );
}

/** @returns the place of the first element that is infinite or not a number, -1 where all are finite */
function firstNotFinite({ data, dataType }: Pick<Tensor, 'data' | 'dataType'>): number {
  for (let i = 0; i < data.length; i++) {
    const element = data[i]!;
    // In half precision, these are all that have every bit of the exponent.
    if (dataType === 'float16' ? (element & 0x7c00) === 0x7c00 : element - element !== 0) return i;
  }
  return -1;
}
