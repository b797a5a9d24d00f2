import sharp from 'sharp';
import { fox } from '../pictures/animals/fox.js';
import { frog } from '../pictures/animals/frog.js';
import { gecko } from '../pictures/animals/gecko.js';
import { kingfisher } from '../pictures/animals/kingfisher.js';
import type { Bytes } from '../pictures/bytes.js';
import { goldfish } from './drawings/goldfish.js';
import { teapot } from './drawings/teapot.js';

const DRAWINGS = { fox, kingfisher, gecko, frog, goldfish, teapot };
const WIDTH = 360;

/** @returns the sample row of the playground by file name; the same bytes each time with the same version of sharp */
export async function samples(): Promise<Map<string, Bytes>> {
  const files = new Map<string, Bytes>();
  for (const [name, svg] of Object.entries(DRAWINGS)) {
    const drawing = sharp(Buffer.from(svg)).resize(WIDTH);
    const webp = { quality: 58, effort: 6, smartSubsample: true } as const;
    files.set(`${name}.webp`, await drawing.webp(webp).toBuffer());
  }
  return files;
}
