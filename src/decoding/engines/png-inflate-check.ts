import { inflateSync } from 'node:zlib';
import { fourCC } from '../header/four-cc.js';

const SIGNATURE_BYTES = 8;

/**
 * Throws for a PNG whose compressed data are damaged or unpack to more than its size allows. jimp's decoder stops
 * at damaged data without a word and goes on with whatever lay in memory.
 */
export function checkPngData(png: Buffer, { width, height }: { width: number; height: number }): void {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= png.length; at += 12 + png.readUInt32BE(at)) {
    if (fourCC(png, at + 4) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  // At most 8 bytes a pixel (16-bit RGBA), and a filter byte for each row of up to seven interlaced passes.
  inflateSync(Buffer.concat(parts), { maxOutputLength: 8 * width * height + 7 * (width + height) });
}
