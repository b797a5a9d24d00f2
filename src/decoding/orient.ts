import type { Orientation } from './header/header-fields.js';
import type { RgbImage } from './rgb-image.js';

/**
 * Turns and mirrors a picture upright, as EXIF 2.32 (tag Orientation) asks for; 1 returns the picture itself.
 * Orientations 5 to 8 exchange width and height.
 */
export function orient(image: RgbImage, orientation: Orientation): RgbImage {
  if (orientation === 1) return image;
  const { width, height, data } = image;
  const swaps = swapsAxes(orientation);
  const upright = swaps ? { width: height, height: width } : { width, height };
  // Where the stored row (or, with swapped axes, column) begins on the other end.
  const mirrorsX = [2, 3, 7, 8].includes(orientation);
  const mirrorsY = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8Array(data.length);
  let to = 0;
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const column = swaps ? y : x;
      const row = swaps ? x : y;
      const storedX = mirrorsX ? width - 1 - column : column;
      const storedY = mirrorsY ? height - 1 - row : row;
      const from = (storedY * width + storedX) * 3;
      out[to++] = data[from]!;
      out[to++] = data[from + 1]!;
      out[to++] = data[from + 2]!;
    }
  }
  return { ...upright, data: out };
}

/** Whether width and height are exchanged on the way from what is stored to what is shown. */
export function swapsAxes(orientation: Orientation): boolean {
  return orientation >= 5;
}
