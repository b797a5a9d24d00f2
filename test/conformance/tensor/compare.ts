import { isFloat } from './datatype.js';
import type { Element } from './elements.js';
import type { TensorSpec } from './shape.js';

export type Comparable = TensorSpec & { elements: readonly Element[] };

/**
 * Where two tensors differ, as a text; nothing where they are the same. Floats may differ by `tolerance` of the larger one,
 * or of 1 where both are smaller.
 */
export function difference(
  received: Comparable,
  expected: Comparable,
  tolerance: number,
): string | undefined {
  const { name, datatype, shape } = expected;
  if (received.datatype !== datatype)
    return `output '${name}' is ${received.datatype} instead of ${datatype}`;
  if (received.shape.join() !== shape.join()) {
    return `output '${name}' has the shape [${received.shape.join()}] instead of [${shape.join()}]`;
  }
  const at = expected.elements.findIndex(
    (element, index) => !isSame(received.elements[index], element, isFloat(datatype) ? tolerance : 0),
  );
  if (at < 0) return undefined;
  return `element ${at} of output '${name}' is ${String(received.elements[at])} instead of ${String(expected.elements[at])}`;
}

function isSame(received: Element | undefined, expected: Element, tolerance: number): boolean {
  if (typeof received !== 'number' || typeof expected !== 'number') return received === expected;
  return Math.abs(received - expected) <= tolerance * Math.max(1, Math.abs(received), Math.abs(expected));
}

/** One row of a tensor whose first axis counts rows, as a tensor of one row. */
export function rowOf(tensor: Comparable, row: number): Comparable {
  const [rows = 1, ...inner] = tensor.shape;
  const length = tensor.elements.length / rows;
  return {
    name: tensor.name,
    datatype: tensor.datatype,
    shape: [1, ...inner],
    elements: tensor.elements.slice(row * length, (row + 1) * length),
  };
}
