/** WebP files of one colour that are as short as can be. Sources: RFC 9649 (containers, VP8L), RFC 6386 (VP8). */
import { concat, le16, u8 } from '../pictures/bytes.js';
import type { RiffChunk } from '../pictures/webp-container.js';
import { BitWriter } from './bit-writer.js';

/** Lossless: where every prefix code has one symbol, a pixel takes no bit at all. */
export function flatLossless(width: number, height: number): RiffChunk {
  const bits = new BitWriter('low');
  bits.write(0x2f, 8);
  bits.write(width - 1, 14);
  bits.write(height - 1, 14);
  bits.write(0, 1 + 3); // no alpha, version 0
  bits.write(0, 1 + 1 + 1); // no transform, no colour cache, one group of prefix codes
  for (let code = 0; code < 5; code++) bits.write(0b0001, 4); // simple, one symbol of one bit: 0
  return { name: 'VP8L', data: concat(bits.end(), u8(0)) };
}

/**
 * Lossy: the arithmetic decoder reads nothing but zeros from zero bytes, which make sense as a header and as macroblocks
 * without coefficients.
 * @param bytesPerMacroblock how much a decoder may use; below about 1.5 it comes to an early end
 */
export function flatLossy(width: number, height: number, bytesPerMacroblock = 2): RiffChunk {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  // Modes first, coefficients behind them; the length of the former has 19 bits.
  const modes = Math.min(2 ** 19 - 1, Math.ceil(macroblocks * bytesPerMacroblock * 0.5) + 256);
  const coefficients = Math.ceil(macroblocks * bytesPerMacroblock) + 256;
  const tag = (modes << 5) | 0x10; // a key frame, shown
  return {
    name: 'VP8 ',
    data: concat(
      u8(tag & 255, (tag >> 8) & 255, (tag >> 16) & 255, 0x9d, 0x01, 0x2a),
      le16(width, height),
      new Uint8Array(modes + coefficients),
    ),
  };
}
