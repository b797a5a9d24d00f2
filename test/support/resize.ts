import { rowsOf, type RgbImage } from '../../src/decoding/rgb-image.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { resizeNearest } from '../../src/preprocessing/nearest.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import type { ResampleFilter } from '../../src/preprocessing/resample-filter.js';
import { planResize } from '../../src/preprocessing/resize-plan.js';
import { StreamedResize } from '../../src/preprocessing/streamed-resize.js';

const kernels = new Kernels();

/** Resizes a whole picture as the server does. */
export function resize(image: RgbImage, size: Size, filter: ResampleFilter): RgbImage {
  if (filter === 'nearest') return resizeNearest(image, size);
  kernels.reset();
  const streamed = new StreamedResize(kernels, planResize(image, size, filter));
  for (const strip of rowsOf(image).strips) streamed.push(strip);
  const { width, height } = size;
  return { width, height, data: kernels.view(streamed.output, width * height * 3).slice() };
}
