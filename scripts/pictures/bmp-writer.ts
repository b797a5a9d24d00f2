/**
 * A writer of Windows bitmaps with the header BITMAPINFOHEADER.
 * Source: "Bitmap Storage", "BITMAPINFOHEADER structure" and "Bitmap Compression", Microsoft Learn.
 */
import { concat, latin1, le16, le32, packRows, u8, type Bytes } from './bytes.js';
import type { PaletteColour } from './palette.js';

export interface BmpPicture {
  width: number;
  height: number;
  bitCount: 1 | 4 | 8 | 24 | 32;
  /** Palette indices up to eight bits; red, green, blue from 24 bits on. */
  samples: ArrayLike<number>;
  palette?: readonly PaletteColour[];
  /** Rows from the top, which the file says with a negative height. */
  topDown?: boolean;
  /** Run-length encoding of eight-bit indices. */
  rle8?: boolean;
}

interface BmpHeader {
  width: number;
  height: number;
  bitCount: number;
  compression?: number;
  colours?: number;
  dataSize?: number;
}

const headerSize = 14 + 40;

export function bmpHeader(header: BmpHeader): Bytes {
  const { width, height, bitCount, compression = 0, colours = 0, dataSize = 0 } = header;
  const dataOffset = headerSize + 4 * colours;
  return concat(
    latin1('BM'),
    le32(dataOffset + dataSize, 0, dataOffset),
    le32(40, width >>> 0, height >>> 0),
    le16(1, bitCount),
    // 2835 pixels per metre are 72 per inch.
    le32(compression, dataSize, 2835, 2835, colours, 0),
  );
}

function pixelRow(picture: BmpPicture, row: number): Bytes {
  const { width, samples, bitCount } = picture;
  if (bitCount <= 8) {
    const indices = Array.from({ length: width }, (_, x) => samples[row * width + x] ?? 0);
    return packRows(indices, width, bitCount)[0] ?? u8();
  }
  const bytes: number[] = [];
  for (let x = 0; x < width; x++) {
    const at = (row * width + x) * 3;
    bytes.push(samples[at + 2] ?? 0, samples[at + 1] ?? 0, samples[at] ?? 0);
    // The fourth byte of BI_RGB is unused and mostly zero: who reads it as alpha sees nothing.
    if (bitCount === 32) bytes.push(0);
  }
  return u8(...bytes);
}

/** One row in RLE8: runs of two or more as (count, index), the rest as absolute stretches. */
function rle8Row(row: Bytes): Bytes {
  const out: number[] = [];
  let at = 0;
  const runLength = (from: number): number => {
    let end = from + 1;
    while (end < row.length && end - from < 255 && row[end] === row[from]) end++;
    return end - from;
  };
  while (at < row.length) {
    const run = runLength(at);
    let end = at;
    while (run < 2 && end < row.length && end - at < 255 && runLength(end) < 2) end++;
    const literals = row.subarray(at, end);
    if (literals.length >= 3) {
      // An absolute stretch is padded to an even number of bytes.
      out.push(0, literals.length, ...literals, ...(literals.length % 2 ? [0] : []));
      at = end;
    } else {
      out.push(run, row[at] ?? 0);
      at += run;
    }
  }
  return u8(...out, 0, 0);
}

export function writeBmp(picture: BmpPicture): Bytes {
  const { width, height, bitCount, palette = [], topDown, rle8 } = picture;
  const rows: Bytes[] = [];
  for (let y = 0; y < height; y++) {
    const row = pixelRow(picture, topDown ? y : height - 1 - y);
    // Rows end on a multiple of four bytes.
    rows.push(rle8 ? rle8Row(row) : concat(row, new Uint8Array((4 - (row.length % 4)) % 4)));
  }
  const data = concat(...rows, ...(rle8 ? [u8(0, 1)] : []));
  return concat(
    bmpHeader({
      width,
      height: topDown ? -height : height,
      bitCount,
      compression: rle8 ? 1 : 0,
      colours: palette.length,
      dataSize: data.length,
    }),
    ...palette.map(([red, green, blue]) => u8(blue, green, red, 0)),
    data,
  );
}
