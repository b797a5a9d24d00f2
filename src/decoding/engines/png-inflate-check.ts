import { inflateSync } from 'node:zlib';
import { fourCC } from '../header/four-cc.js';
import type { Size } from '../rgb-image.js';

const SIGNATURE_BYTES = 8;

/** Samples of a pixel for each colour type (PNG specification, third edition, section 11.2.1). */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Where the passes of an interlaced picture begin, and how far apart their pixels are (section 8.1). */
const ADAM7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
const WHOLE = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/**
 * Throws for a PNG whose compressed data are damaged, or unpack to less than its rows need or far more. jimp's decoder
 * stops at damaged or missing data without a word and goes on with whatever lay in memory.
 */
export function checkPngData(png: Buffer, size: Size): void {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= png.length; at += 12 + png.readUInt32BE(at)) {
    if (fourCC(png, at + 4) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const needed = filteredBytes(png, size);
  // At most 8 bytes a pixel (16-bit RGBA), and a filter byte for each row of up to seven interlaced passes.
  const maxOutputLength = 8 * size.width * size.height + 7 * (size.width + size.height);
  const { length } = inflateSync(Buffer.concat(parts), { maxOutputLength });
  if (length < needed) throw new Error(`its data unpack to ${length} bytes, its rows have ${needed}`);
}

/** The bytes of all rows, each with the byte that names its filter; a pass without pixels has none (section 9). */
function filteredBytes(png: Buffer, { width, height }: Size): number {
  const [bitDepth, colourType, interlaced] = [png.readUInt8(24), png.readUInt8(25), png.readUInt8(28) === 1];
  const samples = SAMPLES[colourType];
  if (samples === undefined) throw new Error(`its colour type is ${colourType}`);
  return (interlaced ? ADAM7 : WHOLE).reduce((sum, { x, y, dx, dy }) => {
    const columns = Math.max(0, Math.ceil((width - x) / dx));
    const rows = Math.max(0, Math.ceil((height - y) / dy));
    return columns === 0 ? sum : sum + rows * (1 + Math.ceil((columns * samples * bitDepth) / 8));
  }, 0);
}
