import { AppError } from '../../errors.js';
import type { Size } from '../rgb-image.js';
import { standsAlone } from './jpeg.js';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/**
 * The work that a JPEG may ask for, in pixels times scans: 32 scans of a picture of 50 million pixels. Encoders write
 * about ten. Each goes over all blocks anew, in some 10 ns a block, and can do so for a hundred bytes of the file.
 */
const MOST_SCANNED_PIXELS = 1_600_000_000;
/** What a scan costs that has hardly anything to go over, in pixels. */
const LEAST_SCANNED_PIXELS = 100_000;

/**
 * Bounds the work of a JPEG in many scans, which neither its size nor that of its file does.
 * @throws AppError `image_too_large`
 */
export function requireFewScans(jpeg: Uint8Array, { width, height }: Size): void {
  const most = Math.floor(MOST_SCANNED_PIXELS / Math.max(LEAST_SCANNED_PIXELS, width * height));
  const scans = countScans(jpeg, most);
  if (scans <= most) return;
  throw new AppError(
    'image_too_large',
    `expected at most ${most} scans of ${width}x${height} pixels, received a JPEG in more; ` +
      'save it again, as baseline or with fewer scans',
  );
}

/**
 * Counts the scans up to the end marker, or to the end of a file that is cut off (ITU-T T.81, annex B).
 * @param enough where to stop: one more than this is as good as a thousand
 */
export function countScans(jpeg: Uint8Array, enough = Infinity): number {
  let scans = 0;
  // Decoders look for the next marker wherever they lose their way; so does this.
  for (let at = nextMarker(jpeg, 2); at >= 0; at = nextMarker(jpeg, at)) {
    const marker = jpeg[at + 1]!;
    if (marker === END_OF_IMAGE) break;
    if (marker === START_OF_SCAN && ++scans > enough) break;
    at += 2 + (standsAlone(marker) ? 0 : Math.max(0, ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0)));
  }
  return scans;
}

/** Where the next marker stands that is no restart marker; -1 where there is none. */
function nextMarker(jpeg: Uint8Array, from: number): number {
  for (let at = from; at + 1 < jpeg.length; at++) {
    if (jpeg[at] !== 0xff) continue;
    const next = jpeg[at + 1]!;
    // 0 says that 0xff is a byte of the data, 0xff fills.
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return -1;
}
