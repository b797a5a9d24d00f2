import type { ImageFormat } from '../../../src/decoding/formats.js';
import { bmpStructure } from './bmp.js';
import { gifStructure } from './gif.js';
import { jpegStructure } from './jpeg.js';
import { pngStructure } from './png.js';
import type { Structure } from './structure.js';
import { tiffStructure } from './tiff.js';
import { webpStructure } from './webp.js';

const READERS: Record<ImageFormat, (bytes: Uint8Array) => Structure> = {
  jpeg: jpegStructure,
  png: pngStructure,
  webp: webpStructure,
  gif: gifStructure,
  bmp: bmpStructure,
  tiff: tiffStructure,
};

/** Never throws, whatever the bytes are; fields may lie beyond their end. */
export function structureOf(format: ImageFormat, bytes: Uint8Array): Structure {
  return READERS[format](bytes);
}
