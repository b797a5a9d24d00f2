/** GIF frames of one colour that are as short as can be: each code stands for one pixel more than the one before. */
import { concat, le16, u8, type Bytes } from '../pictures/bytes.js';
import { subBlocks } from '../pictures/gif-writer.js';
import { BitWriter } from './bit-writer.js';

const SYMBOL_BITS = 2;
const CLEAR = 1 << SYMBOL_BITS;

/** LZW of so many zeros (GIF89a, appendix F). */
function lzwZeros(count: number): Bytes {
  const bits = new BitWriter('low');
  let length = SYMBOL_BITS + 1;
  let next = CLEAR + 2;
  let run = 1;
  bits.write(CLEAR, length);
  for (let left = count; left > 0;) {
    const pixels = Math.min(run, left);
    bits.write(pixels === 1 ? 0 : CLEAR + pixels, length);
    left -= pixels;
    next++;
    run++;
    if (next > 1 << length) length++;
    if (next >= 4094 && left > 0) {
      bits.write(CLEAR, length);
      [length, next, run] = [SYMBOL_BITS + 1, CLEAR + 2, 1];
    }
  }
  if (next + 1 > 1 << length) length++;
  bits.write(CLEAR + 1, length);
  return bits.end();
}

export function flatGifFrame(width: number, height: number): Bytes {
  return concat(u8(0x2c), le16(0, 0, width, height), u8(0, SYMBOL_BITS), subBlocks(lzwZeros(width * height)));
}
