import type { ImageHeader } from '../header/image-header.js';
import type { DecodedPixels } from '../rgb-image.js';
import { readBitfields, readRgbRows, type Bitmap } from './bmp-direct.js';
import { readIndexedRows, unpackRle, type Palette } from './bmp-indexed.js';
import type { DecodeEngine } from './decode-engine.js';

const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/**
 * Windows bitmaps, of every version and depth without embedded JPEG or PNG. sharp cannot read them, and jimp's
 * decoder gets 4-bit, run-length encoded and oddly placed pixels wrong (docs/decisions/0002-decode-engines.md).
 * Source: "Bitmap storage" of the Windows GDI reference.
 */
export class BmpEngine implements DecodeEngine {
  readonly name = 'bmp';

  reads({ format }: ImageHeader): boolean {
    return format === 'bmp';
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- so that failures reject, as with other engines
  async decode(bytes: Uint8Array, { width, height }: ImageHeader): Promise<DecodedPixels> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const infoSize = view.getUint32(14, true);
    const isCore = infoSize === 12;
    const bitmap: Bitmap = {
      view,
      width,
      height,
      bitsPerPixel: view.getUint16(isCore ? 24 : 28, true),
      isTopDown: !isCore && view.getInt32(22, true) < 0,
      pixelsAt: view.getUint32(10, true),
    };
    const hasCompression = infoSize >= 40;
    const compression = hasCompression ? view.getUint32(30, true) : 0;
    if (compression === BITFIELDS || compression === ALPHA_BITFIELDS) {
      // Masks follow the plain header (40 bytes) and are a part of the longer ones, which is the same place.
      return readBitfields(bitmap, { hasAlphaMask: infoSize >= 56 || compression === ALPHA_BITFIELDS });
    }
    const bitsOfRuns = { [RLE8]: 8, [RLE4]: 4 }[compression];
    if (compression > RLE4 || (bitsOfRuns ?? bitmap.bitsPerPixel) !== bitmap.bitsPerPixel) {
      throw new Error(`compression ${compression} of ${bitmap.bitsPerPixel} bits a pixel is not read`);
    }
    if (bitmap.bitsPerPixel > 8) return readRgbRows(bitmap);
    const palette: Palette = {
      at: 14 + infoSize,
      entryBytes: isCore ? 3 : 4,
      size: (hasCompression ? view.getUint32(46, true) : 0) || 2 ** bitmap.bitsPerPixel,
    };
    return readIndexedRows(bitmap, palette, bitsOfRuns ? unpackRle(bitmap) : undefined);
  }
}
