import type { RgbImage } from '../../src/decoding/rgb-image.js';
import { Kernels } from '../../src/kernels/kernels.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import { planResize } from '../../src/preprocessing/resize-plan.js';
import { StreamedResize } from '../../src/preprocessing/streamed-resize.js';

const kernels = new Kernels();

type Filter = Parameters<typeof planResize>[2];

/** @param rowsOfStrip how many rows each strip has, over and over */
export function resize(
  image: RgbImage,
  size: Size,
  filter: Filter,
  crop = size,
  rowsOfStrip = [image.height],
): RgbImage {
  kernels.reset();
  const plan = planResize(image, size, filter, crop);
  const streamed = new StreamedResize(kernels, plan);
  const rowBytes = image.width * 3;
  for (let y = 0, i = 0; y < image.height; i++) {
    const rows = rowsOfStrip[i % rowsOfStrip.length]!;
    streamed.push(image.data.subarray(y * rowBytes, (y + rows) * rowBytes));
    y += rows;
  }
  const { width, height } = plan.output;
  return { width, height, data: kernels.view(streamed.output, width * height * 3).slice() };
}
