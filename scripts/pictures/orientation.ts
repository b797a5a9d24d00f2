import type { Raster } from './scene.js';

/** Where pixel (x, y) of the stored picture lies in the upright one of width W + 1 and height H + 1. */
const source: Record<number, (x: number, y: number, W: number, H: number) => readonly [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y, W) => [W - x, y],
  3: (x, y, W, H) => [W - x, H - y],
  4: (x, y, _W, H) => [x, H - y],
  5: (x, y) => [y, x],
  6: (x, y, W) => [W - y, x],
  7: (x, y, W, H) => [W - y, H - x],
  8: (x, y, _W, H) => [y, H - x],
};

/**
 * Turns an upright picture so that a viewer who obeys the orientation shows it upright again.
 * Source: Exif 2.32 (CIPA DC-008), tag Orientation, 1 to 8.
 */
export function storedWith(orientation: number, upright: Raster): Raster {
  const find = source[orientation];
  if (!find) throw new RangeError(`Orientation ${String(orientation)} is not in 1 to 8.`);
  const turned = orientation >= 5;
  const width = turned ? upright.height : upright.width;
  const height = turned ? upright.width : upright.height;
  const { channels } = upright;
  const samples = new Uint16Array(upright.samples.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = find(x, y, upright.width - 1, upright.height - 1);
      const from = (fromY * upright.width + fromX) * channels;
      samples.set(upright.samples.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return { width, height, channels, samples };
}
