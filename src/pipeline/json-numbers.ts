import { AppError } from '../errors.js';
import type { DataType } from '../preprocessing/preprocessing-spec.js';
import { scanNumber, type ScannedNumber } from './scan-number.js';
import { skipWhitespace } from './skip-whitespace.js';
import { bytesOf } from './tensor-bytes.js';

const MAX_DEPTH = 8;
/** Elements that there is room for at first; twice as many whenever it is full. */
const FIRST_ROOM = 1 << 16;

const OPENING = 0x5b;
const CLOSING = 0x5d;
const COMMA = 0x2c;

/** What else a JSON value may begin with. */
const OTHER_VALUES: Record<string, string> = {
  '"': 'a string',
  '{': 'an object',
  t: 'a boolean',
  f: 'a boolean',
  n: 'null',
};

/** Numbers as they are in the memory of a tensor. */
export interface ParsedNumbers {
  /** In little-endian bytes, in row-major order. */
  readonly elements: Uint8Array;
  /** How long the arrays are, from the outermost on: one length where the numbers are flat. */
  readonly axes: readonly number[];
}

/**
 * Parses the elements of a tensor from a JSON array of numbers, flat or nested in row-major order. JSON.parse would make
 * 500 MB of what 20 MB of text hold; here it is 4 bytes for each number.
 *
 * @param text of the array, in UTF-8
 * @param dataType float32 numbers are rounded to the nearest; uint8 ones must be whole numbers from 0 to 255
 * @throws AppError `malformed_json`, or `validation_failed` for what is no number of that type, and for arrays of different
 * lengths beside one another
 */
export function parseNumbers(text: Uint8Array, dataType: DataType): ParsedNumbers {
  const json = Buffer.from(text.buffer, text.byteOffset, text.length);
  const elements = elementsFor(dataType);
  const nesting = new Nesting();
  const found: ScannedNumber = { value: 0, end: 0 };
  let at = skipWhitespace(json, 0);
  if (json[at] !== OPENING) throw isValue(json, at) ? wrong('expected an array of numbers') : malformed();
  do {
    if (json[at] === OPENING) {
      nesting.open();
      at = skipWhitespace(json, at + 1);
      if (json[at] !== CLOSING) continue;
    } else if (scanNumber(json, at, found)) {
      nesting.count();
      elements.push(found.value);
      at = skipWhitespace(json, found.end);
    } else {
      throw unexpected(json, at);
    }
    while (json[at] === CLOSING && nesting.depth > 0) {
      nesting.close();
      at = skipWhitespace(json, at + 1);
    }
    if (nesting.depth === 0) break;
    if (json[at] !== COMMA) throw malformed();
    at = skipWhitespace(json, at + 1);
  } while (at < json.length);
  if (nesting.depth > 0 || at < json.length) throw malformed();
  return { elements: elements.bytes(), axes: nesting.axes };
}

/** Knows how arrays are nested, and refuses those that are not alike. */
class Nesting {
  /** Of the array that is open; 0 where none is. */
  depth = 0;
  readonly axes: number[] = [];
  private readonly counts: number[] = [];
  /** Of the arrays that hold numbers or nothing. */
  private leafDepth: number | undefined;

  open(): void {
    if (this.depth === MAX_DEPTH) throw wrong(`expected arrays at most ${MAX_DEPTH} deep`);
    if (this.leafDepth !== undefined && this.depth >= this.leafDepth) throw uneven();
    if (this.depth > 0) this.counts[this.depth - 1]!++;
    this.counts[this.depth++] = 0;
  }

  /** A number. */
  count(): void {
    this.leafDepth ??= this.depth;
    if (this.leafDepth !== this.depth) throw uneven();
    this.counts[this.depth - 1]!++;
  }

  close(): void {
    // The first to be closed is the deepest there may be, whether it holds numbers or nothing.
    this.leafDepth ??= this.depth;
    const length = this.counts[--this.depth]!;
    this.axes[this.depth] ??= length;
    if (this.axes[this.depth] !== length) throw uneven();
  }
}

/** A list of elements that grows. */
interface Elements {
  push: (value: number) => void;
  bytes: () => Uint8Array;
}

function elementsFor(dataType: DataType): Elements {
  switch (dataType) {
    case 'float32':
      return growing(
        Float32Array,
        (value) => Number.isFinite(Math.fround(value)),
        'numbers that 32 bits can hold',
      );
    case 'uint8':
      return growing(Uint8Array, isByte, 'whole numbers from 0 to 255');
    case 'float16':
      throw wrong('expected half-precision numbers as binary data, because JSON has none; received JSON');
  }
}

function growing(
  Type: typeof Float32Array | typeof Uint8Array,
  isValid: (value: number) => boolean,
  expected: string,
): Elements {
  let room: Float32Array | Uint8Array = new Type(FIRST_ROOM);
  let length = 0;
  return {
    push: (value) => {
      if (!isValid(value)) {
        throw wrong(`expected ${expected}, received another one at place ${length} (counted from 0)`);
      }
      if (length === room.length) {
        const larger = new Type(2 * length);
        larger.set(room);
        room = larger;
      }
      room[length++] = value;
    },
    bytes: () => bytesOf({ data: room.subarray(0, length) }),
  };
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}

function isValue(json: Buffer, at: number): boolean {
  return otherValue(json, at) !== undefined || /[-\d]/.test(characterAt(json, at));
}

function otherValue(json: Buffer, at: number): string | undefined {
  return OTHER_VALUES[characterAt(json, at)];
}

function characterAt(json: Buffer, at: number): string {
  return json.toString('latin1', at, at + 1);
}

function unexpected(json: Buffer, at: number): AppError {
  const received = otherValue(json, at);
  return received === undefined ? malformed() : wrong(`expected numbers only, received ${received}`);
}

function uneven(): AppError {
  return wrong('expected numbers only, or arrays of one length beside one another, received another nesting');
}

function malformed(): AppError {
  return new AppError('malformed_json', 'expected the data of a tensor to be a JSON array of numbers');
}

function wrong(detail: string): AppError {
  return new AppError('validation_failed', `data: ${detail}`);
}
