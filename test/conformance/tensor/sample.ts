import type { Datatype } from './datatype.js';
import type { Element } from './elements.js';
import { ANY, elementCount, type TensorSpec } from './shape.js';

/** A tensor with its elements, as a request has it. */
export interface SampleTensor extends TensorSpec {
  elements: Element[];
}

/** The length that is taken for axes of any length other than the first. */
const ANY_LENGTH = 32;

/**
 * A valid tensor for an input, always the same: one row for each of `rows` along a first axis of any length. Rows of
 * different numbers differ; each row is the same in whatever company it comes. Inputs without such an axis are one row,
 * the first of `rows`.
 */
export function sampleTensor({ name, datatype, shape }: TensorSpec, rows: readonly number[]): SampleTensor {
  const isBatched = shape[0] === ANY;
  const row = (isBatched ? shape.slice(1) : shape).map((n) => (n === ANY ? ANY_LENGTH : n));
  const numbers = isBatched ? rows : rows.slice(0, 1);
  return {
    name,
    datatype,
    shape: isBatched ? [rows.length, ...row] : row,
    elements: numbers.flatMap((number) =>
      Array.from({ length: elementCount(row) }, (_, index) => sampleElement(datatype, number, index)),
    ),
  };
}

/** Floats are 256ths below 1, which every float type has exactly; integers are small, as of a pixel or an index. */
function sampleElement(datatype: Datatype, row: number, index: number): Element {
  const byte = (index * 37 + row * (index + 3) * 11 + row * 101) % 256;
  switch (datatype) {
    case 'FP16':
    case 'FP32':
    case 'FP64':
      return byte / 256;
    case 'UINT8':
      return byte;
    case 'BOOL':
      return byte % 3 === 0;
    case 'BYTES':
      return `row ${row}, text ${index}`;
    default:
      return byte % 8;
  }
}

/** A flat list of elements in the nesting that a shape gives it. */
export function nest(elements: readonly unknown[], shape: readonly number[]): unknown[] {
  const [, ...inner] = shape;
  if (inner.length === 0) return [...elements];
  const size = elementCount(inner);
  return Array.from({ length: elements.length / size }, (_, index) =>
    nest(elements.slice(index * size, (index + 1) * size), inner),
  );
}
