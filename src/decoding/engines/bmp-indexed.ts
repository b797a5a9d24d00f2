import type { DecodedPixels } from '../rgb-image.js';
import { rowStart, type Bitmap } from './bmp-direct.js';

export interface Palette {
  at: number;
  /** Blue, green, red and, but for the oldest headers, a byte that means nothing. */
  entryBytes: 3 | 4;
  size: number;
}

/**
 * 1, 4 or 8 bits a pixel that choose a colour of the palette.
 * @param indices one byte for each pixel in shown order, where they had to be unpacked first
 */
export function readIndexedRows(bitmap: Bitmap, palette: Palette, indices?: Uint8Array): DecodedPixels {
  const { view, width, height, bitsPerPixel } = bitmap;
  const data = new Uint8Array(width * height * 3);
  const mask = 2 ** bitsPerPixel - 1;
  for (let y = 0, to = 0; y < height; y++) {
    const row = indices ? 0 : rowStart(bitmap, y);
    for (let x = 0; x < width; x++, to += 3) {
      const bit = x * bitsPerPixel;
      const index =
        indices?.[y * width + x] ??
        (view.getUint8(row + (bit >> 3)) >> (8 - bitsPerPixel - (bit & 7))) & mask;
      // An index beyond the palette shows black, as elsewhere.
      if (index >= palette.size) continue;
      const entry = palette.at + index * palette.entryBytes;
      data[to] = view.getUint8(entry + 2);
      data[to + 1] = view.getUint8(entry + 1);
      data[to + 2] = view.getUint8(entry);
    }
  }
  return { width, height, channels: 3, data };
}

/**
 * Unpacks BI_RLE8 and BI_RLE4: pairs of (count, value); a count of 0 is an escape: 0 ends a row, 1 the bitmap,
 * 2 moves right and up, 3 and more is a number of literal pixels, padded to two bytes.
 *
 * @returns one index for each pixel, rows from the top
 * @throws RangeError where the file ends first
 */
export function unpackRle({ view, width, height, bitsPerPixel, pixelsAt }: Bitmap): Uint8Array {
  const indices = new Uint8Array(width * height);
  let at = pixelsAt;
  let x = 0;
  let y = height - 1;
  const put = (index: number) => {
    if (x < width && y >= 0) indices[y * width + x] = index;
    x++;
  };
  /** The index of pixel `i` within bytes that hold one (8 bits) or two (4 bits) each. */
  const unpack = (byte: number, i: number) => {
    if (bitsPerPixel === 8) return byte;
    return i % 2 === 0 ? byte >> 4 : byte & 15;
  };
  while (y >= 0) {
    const count = view.getUint8(at++);
    const value = view.getUint8(at++);
    if (count > 0) {
      for (let i = 0; i < count; i++) put(unpack(value, i));
    } else if (value === 0) {
      x = 0;
      y--;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += view.getUint8(at++);
      y -= view.getUint8(at++);
    } else {
      const bytes = Math.ceil((value * bitsPerPixel) / 8);
      for (let i = 0; i < value; i++) put(unpack(view.getUint8(at + Math.floor((i * bitsPerPixel) / 8)), i));
      at += bytes + (bytes & 1);
    }
  }
  return indices;
}
