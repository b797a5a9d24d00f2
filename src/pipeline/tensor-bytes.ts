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
 * @throws AppError `validation_failed` where there are too few or too many
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
  return { data, dataType, layout, shape: tensorShape(layout, outputSize(spec)!) };
}
