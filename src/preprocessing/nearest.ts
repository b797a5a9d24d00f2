import type { RgbImage } from '../decoding/rgb-image.js';
import type { Size } from './preprocessing-spec.js';

const CHANNELS = 3;

/** Pillow's NEAREST: the input pixel under the centre of each output pixel (src/libImaging/Geometry.c). */
export function resizeNearest(image: RgbImage, size: Size): RgbImage {
  const { width, height, data } = image;
  if (width === size.width && height === size.height) return image;
  const columns = centres(width, size.width);
  const out = new Uint8Array(size.width * size.height * CHANNELS);
  let to = 0;
  for (const row of centres(height, size.height)) {
    for (const column of columns) {
      const from = (row * width + column) * CHANNELS;
      out[to++] = data[from]!;
      out[to++] = data[from + 1]!;
      out[to++] = data[from + 2]!;
    }
  }
  return { width: size.width, height: size.height, data: out };
}

/** Added up step by step, as Pillow does, because the rounding of the sum decides where a centre lies on an edge. */
function centres(inputSize: number, outputSize: number): number[] {
  const step = inputSize / outputSize;
  let centre = step * 0.5;
  return Array.from({ length: outputSize }, () => {
    const index = Math.min(inputSize - 1, Math.trunc(centre));
    centre += step;
    return index;
  });
}
