import type { RgbImage } from '../decoding/rgb-image.js';
import type { Size } from './preprocessing-spec.js';

const CHANNELS = 3;

/**
 * Cuts the middle out of a picture; what lies beyond it is black. Where a margin is odd, the smaller part is on the
 * left and at the top of a cut, and the larger one of a frame, as in `center_crop` of Transformers
 * (image_transforms.py).
 */
export function centerCrop({ width, height, data }: RgbImage, size: Size): RgbImage {
  const out = new Uint8Array(size.width * size.height * CHANNELS);
  const left = cropOffset(width, size.width);
  const top = cropOffset(height, size.height);
  const firstColumn = Math.max(0, left);
  const columns = Math.min(width, left + size.width) - firstColumn;
  for (let y = Math.max(0, top); y < Math.min(height, top + size.height); y++) {
    const from = (y * width + firstColumn) * CHANNELS;
    const to = ((y - top) * size.width + firstColumn - left) * CHANNELS;
    out.set(data.subarray(from, from + columns * CHANNELS), to);
  }
  return { width: size.width, height: size.height, data: out };
}

/** Where the crop of an axis begins; negative where it is larger than the picture. */
export function cropOffset(length: number, cropped: number): number {
  const margin = length - cropped;
  return margin >= 0 ? Math.floor(margin / 2) : -Math.ceil(-margin / 2);
}
