import type { Orientation } from './header-fields.js';
import { readFirstDirectory, type TiffDirectory } from './tiff-directory.js';

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
    return orientationIn(readFirstDirectory(exif));
  } catch {
    return 1;
  }
}

/** What a directory of a TIFF says of the orientation; upright where that is nothing, or nonsense. */
export function orientationIn({ tags }: Pick<TiffDirectory, 'tags'>): Orientation {
  const value = tags.get(ORIENTATION_TAG);
  return value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
