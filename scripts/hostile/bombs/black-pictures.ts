import { concat, u8, type Bytes } from '../../pictures/bytes.js';
import { gifScreen } from '../../pictures/gif-writer.js';
import { paletteOf } from '../../pictures/palette.js';
import { adam7, pngChunk, pngHeader, pngSignature } from '../../pictures/png-writer.js';
import { flatGifFrame } from '../flat-gif.js';
import { zlibZeros } from '../zlib-stream.js';

/** A black PNG. Interlaced rows need a few bytes more, which are there in any case. */
export function blackPng(
  width: number,
  height: number,
  bitDepth: number,
  colour: number,
  interlace = 0,
): Bytes {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1;
  const rows = interlace ? interlacedBytes(width, height, channels * bitDepth) : 0;
  const bytes = rows || height * (1 + Math.ceil((width * channels * bitDepth) / 8));
  return concat(
    pngSignature,
    pngHeader(width, height, bitDepth, colour, interlace),
    pngChunk('IDAT', zlibZeros(bytes)),
    pngChunk('IEND', u8()),
  );
}

/** Bytes of the seven passes of Adam7 (PNG specification, section 8.2). */
function interlacedBytes(width: number, height: number, bits: number): number {
  return adam7.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    return sum + Math.ceil((height - y) / stepY) * (1 + Math.ceil((columns * bits) / 8));
  }, 0);
}

export function blackGif(width: number, height: number): Bytes {
  return concat(gifScreen(width, height, paletteOf(4)), flatGifFrame(width, height), u8(0x3b));
}
