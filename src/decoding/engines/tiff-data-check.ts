import { inflateSync } from 'node:zlib';
import { placeOfFirstDirectory, readFirstDirectory } from '../header/tiff-directory.js';
import type { Size } from '../rgb-image.js';
import { checkLzw } from './lzw-check.js';

const BITS = 258;
const COMPRESSION = 259;
const SAMPLES = 277;
const ROWS_PER_STRIP = 278;
const PLANAR = 284;
const PREDICTOR = 317;
const STRIPS = { offsets: 273, lengths: 279 };
const TILES = { offsets: 324, lengths: 325 };
const TILE_SIDES = { width: 322, length: 323 };

const UNCOMPRESSED = 1;
const LZW = 5;
const DEFLATE = [8, 32_946];
const PACK_BITS = 32_773;
/** None, LZW, JPEG, deflate (twice), PackBits: what TIFF 6.0 and its supplements have, but for the fax codes. */
const READ = [UNCOMPRESSED, LZW, 7, ...DEFLATE, PACK_BITS];
const MOST_SAMPLES = 8;
const MOST_BITS = 32;
/** None, and differences from the left neighbour; those of floating point are left out. */
const LAST_PREDICTOR = 2;
/** Bytes of a value of SHORT and LONG; the only others that are left in a file for UTIF are single bytes. */
const VALUE_BYTES: Record<number, number> = { 3: 2, 4: 4 };

/**
 * Throws for a TIFF over which UTIF, jimp's decoder, would hang or take any memory: it believes every number of values,
 * inflates all that is there, and follows damaged LZW codes for ever.
 */
export function checkTiffData(tiff: Buffer, { width, height }: Size): void {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  requireValuesInFile(view);
  const { tags, valuesOf } = readFirstDirectory(view);
  const compression = tags.get(COMPRESSION) ?? UNCOMPRESSED;
  if (!READ.includes(compression)) throw new Error(`the compression ${compression} is not read`);
  const predictor = tags.get(PREDICTOR) ?? 1;
  if (predictor > LAST_PREDICTOR) throw new Error(`the predictor ${predictor} is not read`);
  const sizes = valuesOf(BITS);
  const bits = sizes[0] ?? 1;
  if (bits > MOST_BITS) throw new Error(`${bits} bits a sample are not read`);
  const samples = tags.get(SAMPLES) ?? 1;
  const mostSamples = Math.max(samples, sizes.length);
  if (mostSamples > MOST_SAMPLES) throw new Error(`${mostSamples} samples a pixel are not read`);

  const isTiled = tags.has(TILE_SIDES.width);
  const pieceWidth = isTiled ? tags.get(TILE_SIDES.width)! : width;
  const pieceRows = isTiled ? (tags.get(TILE_SIDES.length) ?? 0) : (tags.get(ROWS_PER_STRIP) ?? height);
  const samplesTogether = tags.get(PLANAR) === 2 ? 1 : samples;
  const rowBytes = Math.ceil((pieceWidth * samplesTogether * bits) / 8);
  if (rowBytes < 1 || pieceRows < 1) throw new Error('it says to have no bits, or no rows');
  const offsets = valuesOf(isTiled ? TILES.offsets : STRIPS.offsets);
  const lengths = valuesOf(isTiled ? TILES.lengths : STRIPS.lengths);
  const strips = Math.ceil(height / pieceRows);
  const pieces = strips * Math.ceil(width / pieceWidth) * (samples / samplesTogether);
  if (offsets.length < pieces) throw new Error(`${pieces - offsets.length} strips or tiles are missing`);
  // It works out the length of a single strip by itself, if nothing has to be unpacked.
  const needsLengths = compression !== UNCOMPRESSED || isTiled || offsets.length > 1;
  if (needsLengths && lengths.length < offsets.length) {
    throw new Error(`the lengths of ${offsets.length - lengths.length} strips or tiles are missing`);
  }
  for (const [i, offset] of offsets.entries()) {
    // The last strip of a plane has what is left.
    const rows = isTiled ? pieceRows : Math.min(pieceRows, height - (i % strips) * pieceRows);
    checkPiece(tiff.subarray(offset, offset + (lengths[i] ?? tiff.length)), compression, rows * rowBytes);
  }
}

/** @param bytes how many it has to unpack to */
function checkPiece(data: Buffer, compression: number, bytes: number): void {
  if (compression === UNCOMPRESSED) {
    requireBytes(data.length, bytes);
  } else if (compression === LZW) {
    checkLzw({ symbolBits: 8, growsEarly: true, nextCode: tiffCodes(data) }, bytes);
  } else if (DEFLATE.includes(compression)) {
    requireBytes(inflateSync(data, { maxOutputLength: bytes }).length, bytes);
  } else if (compression === PACK_BITS) {
    requireBytes(unpackedLength(data), bytes);
  }
}

function requireBytes(length: number, bytes: number): void {
  if (length < bytes) throw new Error(`${bytes - length} bytes are missing`);
}

/** Of PackBits (TIFF 6.0, section 9): a signed byte n, then n + 1 bytes, or one that is repeated 1 - n times; -128 is nothing. */
function unpackedLength(data: Buffer): number {
  let length = 0;
  for (let at = 0; at < data.length;) {
    const n = data.readInt8(at++);
    if (n === -128) continue;
    const read = n < 0 ? 1 : n + 1;
    length += n < 0 && at < data.length ? 1 - n : Math.min(read, data.length - at);
    at += read;
  }
  return length;
}

/** Codes that fill bytes from the high bit. */
function tiffCodes(data: Buffer): (bits: number) => number {
  let [at, pending, count] = [0, 0, 0];
  return (bits) => {
    for (; count < bits; count += 8) {
      if (at === data.length) throw new Error('its data end too early');
      pending = ((pending << 8) | data[at++]!) & 0xffffff;
    }
    count -= bits;
    return (pending >>> count) & ((1 << bits) - 1);
  };
}

function requireValuesInFile(view: DataView): void {
  const { littleEndian, entriesAt, end } = placeOfFirstDirectory(view);
  for (let entry = entriesAt; entry < end; entry += 12) {
    const bytes = VALUE_BYTES[view.getUint16(entry + 2, littleEndian)] ?? 1;
    const count = view.getUint32(entry + 4, littleEndian);
    const at = count * bytes <= 4 ? entry + 8 : view.getUint32(entry + 8, littleEndian);
    if (at + count * bytes > view.byteLength) throw new Error('values beyond the end of the file');
  }
}
