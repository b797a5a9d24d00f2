/** What stands beside the pixels: EXIF, ICC, XMP, text and comments, huge, packed or endless. None of it may cost anything. */
import type { HostileFile } from '../hostile-file.js';
import { jpegMetadata } from './jpeg-metadata.js';
import { pngMetadata } from './png-metadata.js';
import { gifWebpTiffMetadata } from './gif-webp-tiff-metadata.js';

export function metadata(): HostileFile[] {
  return [...jpegMetadata(), ...pngMetadata(), ...gifWebpTiffMetadata()];
}
