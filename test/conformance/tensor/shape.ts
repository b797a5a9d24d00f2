import type { Datatype } from './datatype.js';

/** A tensor as metadata describe it: -1 stands for an axis of any length. */
export interface TensorSpec {
  name: string;
  datatype: Datatype;
  shape: number[];
}

/** The axis of any length in a shape. */
export const ANY = -1;

/** How many elements a tensor of this shape has; one where there are no axes. */
export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, n) => product * n, 1);

/** Whether a shape is one of those that another with axes of any length stands for. */
export const fits = (shape: readonly number[], pattern: readonly number[]): boolean =>
  shape.length === pattern.length && shape.every((n, axis) => pattern[axis] === ANY || pattern[axis] === n);
