import { badRequest } from './bad-request.js';

/** Before each element stands its length, as 32 bits in little-endian order (binary tensor data extension). */
const LENGTH_BYTES = 4;

/**
 * Reads the elements of a binary tensor of the type BYTES.
 * @param place for messages
 * @returns parts of the memory that was given
 * @throws AppError `validation_failed` where there are fewer or more than `count`, or the last is cut off
 */
export function readElements(bytes: Buffer, count: number, place: string): Buffer[] {
  const elements: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && elements.length < count) {
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + bytes.readUInt32LE(at) : Infinity;
    if (end > bytes.length) {
      throw badRequest(
        place,
        `expected each element to be 4 bytes of length (little-endian) and then so many bytes, but element ` +
          `${elements.length} (counted from 0) goes beyond the end of the data`,
      );
    }
    elements.push(bytes.subarray(start, end));
    at = end;
  }
  if (elements.length < count) {
    throw badRequest(place, `expected the ${count} elements that shape says, received ${elements.length}`);
  }
  if (at < bytes.length) {
    throw badRequest(
      place,
      `expected the ${count} elements that shape says, received ${bytes.length - at} bytes behind them`,
    );
  }
  return elements;
}

/** Writes texts as the elements of a binary tensor of the type BYTES. */
export function writeElements(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}
