import { AppError } from '../errors.js';
import type { DataType } from '../preprocessing/preprocessing-spec.js';
import { bytesOf } from './tensor-bytes.js';

const MAX_DEPTH = 8;

/** Numbers as they are in the memory of a tensor. */
export interface ParsedNumbers {
  /** In little-endian bytes, in row-major order. */
  readonly elements: Uint8Array;
  /** How long the arrays are, from the outermost on: one length where the numbers are flat. */
  readonly axes: readonly number[];
}

/**
 * Parses the elements of a tensor from a JSON array of numbers, flat or nested in row-major order.
 *
 * @param text of the array, in UTF-8
 * @param dataType float32 numbers are rounded to the nearest; uint8 ones must be whole numbers from 0 to 255
 * @throws AppError `malformed_json`, or `validation_failed` for what is no number of that type, and for arrays of different
 * lengths beside one another
 */
export function parseNumbers(text: Uint8Array, dataType: DataType): ParsedNumbers {
  const parsed = parse(text);
  if (!Array.isArray(parsed)) throw wrong('expected an array of numbers');
  const found: Found = { values: [], axes: [], leafDepth: undefined };
  collect(parsed, found, 0);
  return { elements: bytesOf({ data: toElements(found.values, dataType) }), axes: found.axes };
}

function parse(text: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8')) as unknown;
  } catch {
    throw new AppError('malformed_json', 'expected the data of a tensor to be a JSON array of numbers');
  }
}

interface Found {
  readonly values: number[];
  readonly axes: number[];
  /** Of the arrays that hold numbers; undefined before the first of them. */
  leafDepth: number | undefined;
}

/** Appends the numbers in row-major order. */
function collect(items: readonly unknown[], found: Found, depth: number): void {
  if (depth === MAX_DEPTH) throw wrong(`expected arrays at most ${MAX_DEPTH} deep`);
  const isLeaf = !Array.isArray(items[0]);
  if (isLeaf) found.leafDepth ??= depth;
  found.axes[depth] ??= items.length;
  const isEven = found.axes[depth] === items.length && isLeaf === (found.leafDepth === depth);
  if (!isEven) throw uneven();
  for (const item of items) {
    if (Array.isArray(item) === isLeaf) throw isLeaf ? uneven() : mixed(item);
    if (!isLeaf) collect(item as unknown[], found, depth + 1);
    else if (typeof item === 'number') found.values.push(item);
    else throw mixed(item);
  }
}

function uneven(): AppError {
  return wrong('expected numbers only, or arrays of one length beside one another, received another nesting');
}

function mixed(item: unknown): AppError {
  if (typeof item === 'number') return uneven();
  return wrong(`expected numbers only, received ${nameOf(item)}`);
}

function nameOf(item: unknown): string {
  if (item === null) return 'null';
  return typeof item === 'object' ? 'an object' : `a ${typeof item}`;
}

function toElements(values: readonly number[], dataType: DataType): Float32Array | Uint8Array {
  switch (dataType) {
    case 'float32':
      return checked(Float32Array.from(values), values, Number.isFinite, 'numbers that 32 bits can hold');
    case 'uint8':
      return checked(Uint8Array.from(values), values, isByte, 'whole numbers from 0 to 255');
    case 'float16':
      throw wrong('expected half-precision numbers as binary data, because JSON has none; received JSON');
  }
}

/** @param isValid of what the value became in the array, and what it was */
function checked<T extends Float32Array | Uint8Array>(
  elements: T,
  values: readonly number[],
  isValid: (element: number, value: number) => boolean,
  expected: string,
): T {
  const at = elements.findIndex((element: number, i: number) => !isValid(element, values[i]!));
  if (at !== -1) throw wrong(`expected ${expected}, received another one at place ${at} (counted from 0)`);
  return elements;
}

function isByte(element: number, value: number): boolean {
  return element === value;
}

function wrong(detail: string): AppError {
  return new AppError('validation_failed', `data: ${detail}`);
}
