import { badRequest } from './bad-request.js';
import { arrayAt } from './request-fields.js';
import type { TensorSignature } from './signature.js';

/**
 * Checks the shape of a tensor for the model's graph, axis by axis: nothing is multiplied before it is known to be small.
 * @param most how many pictures one request may bring
 * @returns how many pictures it holds
 * @throws AppError `validation_failed`
 */
export function countOfTensor(
  shape: unknown,
  { shape: expected }: TensorSignature,
  most: number,
  place: string,
): number {
  const axes = arrayAt(shape, place);
  const [, ...picture] = expected;
  if (axes.length === picture.length && picture.every((size, i) => axes[i] === size)) {
    throw badRequest(
      place,
      `expected the number of pictures before ${show(picture)}, received one picture without it; send ${show([1, ...picture])}`,
    );
  }
  if (axes.length !== expected.length || picture.some((size, i) => axes[i + 1] !== size)) {
    throw badRequest(
      place,
      `expected ${show(expected)}, with -1 for any number of pictures, received another shape`,
    );
  }
  return countOfPictures(axes[0], most, place);
}

/**
 * Checks the shape of a tensor of encoded pictures: one axis, or more of which all but the first are 1.
 * @throws AppError `validation_failed`
 */
export function countOfElements(shape: unknown, most: number, place: string): number {
  const [count, ...others] = arrayAt(shape, place);
  if (others.some((size) => size !== 1)) {
    throw badRequest(place, 'expected [N] or [N, 1] for N encoded pictures, received another shape');
  }
  return countOfPictures(count, most, place);
}

function countOfPictures(count: unknown, most: number, place: string): number {
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw badRequest(
    place,
    `expected 1 to ${most} pictures (BATCH_MAX_ITEMS) on the first axis, received ${describeAxis(count)}`,
  );
}

function describeAxis(count: unknown): string {
  return typeof count === 'number' ? String(count) : 'no number';
}

function show(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
