import type { Orientation } from './header-fields.js';
import { readFirstDirectory } from './tiff-directory.js';

const ORIENTATION_TAG = 274;

/**
 * Orientation from EXIF data, which is a small TIFF file within another file.
 * EXIF that is damaged or says nonsense counts as upright: the picture itself can still be right.
 */
export function readExifOrientation(bytes: DataView, start: number, end: number): Orientation {
  try {
    const exif = new DataView(
      bytes.buffer,
      bytes.byteOffset + start,
      Math.min(end, bytes.byteLength) - start,
    );
    return toOrientation(readFirstDirectory(exif).tags.get(ORIENTATION_TAG));
  } catch {
    return 1;
  }
}

export function toOrientation(value: number | undefined): Orientation {
  return value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
