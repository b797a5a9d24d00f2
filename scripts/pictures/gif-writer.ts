/**
 * A writer of GIF files: animation, interlace, one see-through colour, frames smaller than the screen.
 * Source: Graphics Interchange Format, Version 89a (CompuServe, 1990).
 */
import { concat, latin1, le16, u8, type Bytes } from './bytes.js';
import { lzw } from './lzw.js';
import type { PaletteColour } from './palette.js';

export interface GifFrame {
  width: number;
  height: number;
  indices: ArrayLike<number>;
  left?: number;
  top?: number;
  interlaced?: boolean;
  /** The index of the see-through colour. */
  transparent?: number;
}

export interface GifPicture {
  width: number;
  height: number;
  palette: readonly PaletteColour[];
  background?: number;
  frames: readonly GifFrame[];
}

export function gifScreen(
  width: number,
  height: number,
  palette: readonly PaletteColour[],
  background = 0,
): Bytes {
  const bits = Math.log2(palette.length);
  return concat(
    latin1('GIF89a'),
    le16(width, height),
    // A global table; the size field counts bits less one, twice: for the table and the colour resolution.
    u8(0x80 | ((bits - 1) << 4) | (bits - 1), background, 0),
    u8(...palette.flat()),
  );
}

/** The looping extension of Netscape 2.0: without it an animation plays once. */
const loopForever = concat(u8(0x21, 0xff, 11), latin1('NETSCAPE2.0'), u8(3, 1, 0, 0, 0));

function inGifOrder(frame: GifFrame): number[] {
  const indices = Array.from(frame.indices);
  if (!frame.interlaced) return indices;
  const rows: number[] = [];
  // Appendix E: every eighth row, then the rows between, in four passes.
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let row = start; row < frame.height; row += step) rows.push(row);
  }
  return rows.flatMap((row) => indices.slice(row * frame.width, (row + 1) * frame.width));
}

/** Data in blocks of up to 255 bytes, each behind its length, and an empty one at the end (GIF89a, section 15). */
export function subBlocks(data: Bytes): Bytes {
  const blocks: Bytes[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(u8(block.length), block);
  }
  return concat(...blocks, u8(0));
}

export function gifFrame(frame: GifFrame, colours: number): Bytes {
  const { width, height, left = 0, top = 0, transparent, interlaced } = frame;
  const symbolBits = Math.max(2, Math.log2(colours));
  const control = transparent === undefined ? 0x04 : 0x05;
  return concat(
    u8(0x21, 0xf9, 4, control),
    le16(12),
    u8(transparent ?? 0, 0),
    u8(0x2c),
    le16(left, top, width, height),
    u8(interlaced ? 0x40 : 0, symbolBits),
    subBlocks(lzw(inGifOrder(frame), symbolBits, 'gif')),
  );
}

export function writeGif({ width, height, palette, background, frames }: GifPicture): Bytes {
  return concat(
    gifScreen(width, height, palette, background),
    ...(frames.length > 1 ? [loopForever] : []),
    ...frames.map((frame) => gifFrame(frame, palette.length)),
    u8(0x3b),
  );
}
