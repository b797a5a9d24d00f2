/** Chunks of a WebP file (RFC 9649, section 2.3): their names as big-endian numbers, and their layout. */
export const VP8 = 0x56503820; // "VP8 ", lossy
export const VP8L = 0x5650384c; // lossless
export const VP8X = 0x56503858; // extended: canvas, animation, metadata

/** Where the first chunk stands: behind RIFF, the length of the file and WEBP. */
export const FIRST_CHUNK = 12;

/** @param at where a chunk stands @returns where the next one does; chunks are padded to an even length */
export function nextChunk(bytes: DataView, at: number): number {
  const size = bytes.getUint32(at + 4, true);
  return at + 8 + size + (size & 1);
}

/** A number of three bytes in little-endian order. */
export function uint24(bytes: DataView, at: number): number {
  return bytes.getUint16(at, true) | (bytes.getUint8(at + 2) << 16);
}
