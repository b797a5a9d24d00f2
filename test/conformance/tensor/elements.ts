import type { Datatype } from './datatype.js';
import { ELEMENT_BYTES } from './datatype.js';
import { fromHalf, toHalf } from './half.js';

/** One element of a tensor: a number, a truth value, a text, or the bytes of something encoded. */
export type Element = number | boolean | string | Uint8Array;

/** What the binary form of an element of BYTES begins with: its length as a 4-byte unsigned integer. */
const LENGTH_BYTES = 4;

/**
 * Elements in the binary form of Triton's extension: little-endian, without padding; for BYTES each element's length
 * before it (extension_binary_data.md, "Binary Tensor Request"). Integers of 64 bits must be safe ones.
 */
export function encodeElements(elements: readonly Element[], datatype: Datatype): Buffer {
  const size = ELEMENT_BYTES[datatype];
  if (size === undefined) return Buffer.concat(elements.flatMap(encodeBytes));
  const bytes = Buffer.alloc(elements.length * size);
  elements.forEach((element, index) => {
    write[datatype as Exclude<Datatype, 'BYTES'>](bytes, Number(element), index * size);
  });
  return bytes;
}

/** The other way; texts of BYTES are taken for UTF-8. Throws an Error that says where the bytes do not fit. */
export function decodeElements(bytes: Buffer, datatype: Datatype): Element[] {
  const size = ELEMENT_BYTES[datatype];
  if (size === undefined) return splitBytes(bytes).map((element) => element.toString());
  if (bytes.length % size !== 0) {
    throw new Error(`${bytes.length} bytes are no whole number of ${datatype} elements of ${size} bytes`);
  }
  return Array.from({ length: bytes.length / size }, (_, index) =>
    read[datatype as Exclude<Datatype, 'BYTES'>](bytes, index * size),
  );
}

/** The elements of a binary BYTES tensor. Throws an Error where a length leads beyond the end. */
export function splitBytes(bytes: Buffer): Buffer[] {
  const elements: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const from = at + LENGTH_BYTES;
    const end = from + (from <= bytes.length ? bytes.readUInt32LE(at) : 0);
    if (end > bytes.length || from > bytes.length) {
      throw new Error(
        `element ${elements.length} of BYTES ends at ${Math.max(from, end)} of ${bytes.length} bytes`,
      );
    }
    elements.push(bytes.subarray(from, end));
    at = end;
  }
  return elements;
}

function encodeBytes(element: Element): Buffer[] {
  const bytes = element instanceof Uint8Array ? Buffer.from(element) : Buffer.from(String(element));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}

const write: Record<Exclude<Datatype, 'BYTES'>, (bytes: Buffer, value: number, at: number) => void> = {
  BOOL: (bytes, value, at) => bytes.writeUInt8(value, at),
  UINT8: (bytes, value, at) => bytes.writeUInt8(value, at),
  UINT16: (bytes, value, at) => bytes.writeUInt16LE(value, at),
  UINT32: (bytes, value, at) => bytes.writeUInt32LE(value, at),
  UINT64: (bytes, value, at) => bytes.writeBigUInt64LE(BigInt(value), at),
  INT8: (bytes, value, at) => bytes.writeInt8(value, at),
  INT16: (bytes, value, at) => bytes.writeInt16LE(value, at),
  INT32: (bytes, value, at) => bytes.writeInt32LE(value, at),
  INT64: (bytes, value, at) => bytes.writeBigInt64LE(BigInt(value), at),
  FP16: (bytes, value, at) => bytes.writeUInt16LE(toHalf(value), at),
  FP32: (bytes, value, at) => bytes.writeFloatLE(value, at),
  FP64: (bytes, value, at) => bytes.writeDoubleLE(value, at),
};

const read: Record<Exclude<Datatype, 'BYTES'>, (bytes: Buffer, at: number) => number | boolean> = {
  BOOL: (bytes, at) => bytes.readUInt8(at) !== 0,
  UINT8: (bytes, at) => bytes.readUInt8(at),
  UINT16: (bytes, at) => bytes.readUInt16LE(at),
  UINT32: (bytes, at) => bytes.readUInt32LE(at),
  UINT64: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  INT8: (bytes, at) => bytes.readInt8(at),
  INT16: (bytes, at) => bytes.readInt16LE(at),
  INT32: (bytes, at) => bytes.readInt32LE(at),
  INT64: (bytes, at) => Number(bytes.readBigInt64LE(at)),
  FP16: (bytes, at) => fromHalf(bytes.readUInt16LE(at)),
  FP32: (bytes, at) => bytes.readFloatLE(at),
  FP64: (bytes, at) => bytes.readDoubleLE(at),
};
