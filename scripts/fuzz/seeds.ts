import { readdirSync, readFileSync } from 'node:fs';
import { IMAGE_FORMATS, type ImageFormat } from '../../src/decoding/formats.js';
import { sniffImageFormat } from '../../src/decoding/image-format.js';

const PICTURES = new URL('../../test/pictures/valid/', import.meta.url);

export type Seeds = Readonly<Record<ImageFormat, readonly Buffer[]>>;

/** The drawn pictures of test/pictures by their format, all of a few kilobytes; in the order of their names. */
export function loadSeeds(): Seeds {
  const seeds = Object.fromEntries(IMAGE_FORMATS.map((format) => [format, [] as Buffer[]]));
  for (const name of readdirSync(PICTURES).sort()) {
    const bytes = readFileSync(new URL(name, PICTURES));
    seeds[sniffImageFormat(bytes)!]!.push(bytes);
  }
  return seeds as Record<ImageFormat, Buffer[]>;
}
