import type { Bytes } from '../../pictures/bytes.js';
import { oddTiff } from '../odd-tiff.js';

export const SIDE = 16;
export const PIXELS = new Uint8Array(SIDE * SIDE);
export const LARGEST_32 = 2 ** 32 - 1;

export function small(
  tags: Partial<Record<number, readonly number[] | undefined>> = {},
  data: Bytes = PIXELS,
): Bytes {
  return oddTiff({ width: SIDE, height: SIDE, tags }, data);
}

/** Where the offset of the next directory stands. */
export function nextAt(tiff: Bytes): number {
  return 8 + 2 + 12 * ((tiff[8] ?? 0) | ((tiff[9] ?? 0) << 8));
}
