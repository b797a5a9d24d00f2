/**
 * A writer of PNG files of every colour type and bit depth, because sharp writes only some of them.
 * Source: Portable Network Graphics (PNG) Specification (Third Edition), W3C.
 */
import { deflateSync } from 'node:zlib';
import { be16, be32, concat, latin1, packRows, u8, type Bytes } from './bytes.js';
import { crc32 } from './checksums.js';

export const pngSignature: Bytes = u8(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Colour types (section 11.2.1). */
export const PngColour = { Grey: 0, Rgb: 2, Palette: 3, GreyAlpha: 4, RgbAlpha: 6 } as const;
export type PngColour = (typeof PngColour)[keyof typeof PngColour];

const channelsOf: Record<PngColour, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface PngPicture {
  width: number;
  height: number;
  colour: PngColour;
  bitDepth: 1 | 2 | 4 | 8 | 16;
  samples: ArrayLike<number>;
  palette?: readonly (readonly number[])[];
  /** The contents of tRNS: alphas of the palette, or the samples of the one see-through colour. */
  transparency?: readonly number[];
  interlaced?: boolean;
  /** An EXIF block for the chunk eXIf. */
  exif?: Bytes;
}

export function pngChunk(type: string, data: Bytes): Bytes {
  const body = concat(latin1(type), data);
  return concat(be32(data.length), body, be32(crc32(body)));
}

export function pngHeader(
  width: number,
  height: number,
  bitDepth: number,
  colour: number,
  interlace = 0,
): Bytes {
  return pngChunk('IHDR', concat(be32(width, height), u8(bitDepth, colour, 0, 0, interlace)));
}

/** The predictor of filter 4 (section 9.4). */
function paeth(left: number, up: number, upperLeft: number): number {
  const estimate = left + up - upperLeft;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upperLeft)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : upperLeft;
}

/** Tries all five filters and keeps the one with the least sum of absolute differences (section 12.7). */
function filtered(row: Bytes, above: Bytes, step: number): Bytes {
  const candidates = [0, 1, 2, 3, 4].map((filter) => {
    const line = new Uint8Array(row.length + 1);
    line[0] = filter;
    let cost = 0;
    for (let i = 0; i < row.length; i++) {
      const left = i < step ? 0 : (row[i - step] ?? 0);
      const up = above[i] ?? 0;
      const upperLeft = i < step ? 0 : (above[i - step] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upperLeft)][filter] ?? 0;
      const difference = ((row[i] ?? 0) - guess) & 255;
      line[i + 1] = difference;
      cost += Math.min(difference, 256 - difference);
    }
    return { line, cost };
  });
  return candidates.reduce((best, next) => (next.cost < best.cost ? next : best)).line;
}

/** The seven passes of Adam7: first column, first row, step across, step down (section 8.2). */
export const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function scanlines(picture: PngPicture): Bytes {
  const { width, height, samples, bitDepth } = picture;
  const channels = channelsOf[picture.colour];
  // Filters on samples of less than a byte, and on palette indices, cost more than they save (section 12.7).
  const filters = bitDepth >= 8 && picture.colour !== PngColour.Palette;
  const lines: Bytes[] = [];
  for (const [startX, startY, stepX, stepY] of picture.interlaced ? adam7 : ([[0, 0, 1, 1]] as const)) {
    const passWidth = Math.ceil((width - startX) / stepX);
    if (passWidth <= 0) continue;
    const passSamples: number[] = [];
    for (let y = startY; y < height; y += stepY) {
      for (let x = startX; x < width; x += stepX) {
        const at = (y * width + x) * channels;
        for (let channel = 0; channel < channels; channel++) passSamples.push(samples[at + channel] ?? 0);
      }
    }
    let above: Bytes = new Uint8Array(0);
    for (const row of packRows(passSamples, passWidth * channels, bitDepth)) {
      lines.push(filters ? filtered(row, above, (channels * bitDepth) / 8) : concat(u8(0), row));
      above = row;
    }
  }
  return concat(...lines);
}

/** The chunks of a picture, the signature first, so that a test can also break one of them. */
export function pngParts(picture: PngPicture): Bytes[] {
  const { width, height, bitDepth, colour, palette, transparency, exif } = picture;
  const parts = [pngSignature, pngHeader(width, height, bitDepth, colour, picture.interlaced ? 1 : 0)];
  if (exif) parts.push(pngChunk('eXIf', exif));
  if (palette) parts.push(pngChunk('PLTE', u8(...palette.flat())));
  if (transparency) {
    parts.push(pngChunk('tRNS', colour === PngColour.Palette ? u8(...transparency) : be16(...transparency)));
  }
  parts.push(pngChunk('IDAT', deflateSync(scanlines(picture), { level: 9 })));
  parts.push(pngChunk('IEND', new Uint8Array(0)));
  return parts;
}

export function writePng(picture: PngPicture): Bytes {
  return concat(...pngParts(picture));
}
