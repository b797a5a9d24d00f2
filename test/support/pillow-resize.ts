import type { RgbImage } from '../../src/decoding/rgb-image.js';
import type { Size } from '../../src/preprocessing/preprocessing-spec.js';
import { KERNELS, type Kernel, type ResampleFilter } from '../../src/preprocessing/resample-filter.js';

/**
 * What the resize kernel is compared with: Pillow's antialiased resampling of 8-bit pictures, bit for bit, in the
 * plainest code that does it: the same fixed-point weights, the same order of
 * passes (rows first, then columns) and the same rounding in between.
 * Source: Pillow, src/libImaging/Resample.c (`precompute_coeffs`, `ImagingResampleHorizontal_8bpc`).
 */
const PRECISION_BITS = 32 - 8 - 2;
const HALF = 1 << (PRECISION_BITS - 1);
const CHANNELS = 3;
const { imul } = Math;

/** The weights of one axis: output pixel `i` is the sum over `count[i]` inputs from `first[i]` on. */
interface AxisWeights {
  taps: number;
  first: Int32Array;
  count: Int32Array;
  /** `taps` weights for every output pixel, times 2 ** PRECISION_BITS */
  weights: Int32Array;
}

function axisWeights(inputSize: number, outputSize: number, kernel: Kernel): AxisWeights {
  const scale = inputSize / outputSize;
  // When a picture shrinks, the kernel widens with it: that is the antialiasing.
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < outputSize; i++) {
    const centre = (i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let x = from; x < to; x++) {
      exact[x - from] = kernel.weight((x - centre + 0.5) / stretch);
      sum += exact[x - from]!;
    }
    for (let k = 0; k < to - from; k++) {
      const weight = (exact[k]! / sum) * (1 << PRECISION_BITS);
      weights[i * taps + k] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
    first[i] = from;
    count[i] = to - from;
  }
  return { taps, first, count, weights };
}

function resizeRows({ width, height, data }: RgbImage, outputWidth: number, kernel: Kernel): RgbImage {
  const { taps, first, count, weights } = axisWeights(width, outputWidth, kernel);
  const out = new Uint8ClampedArray(outputWidth * height * CHANNELS);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width * CHANNELS;
    for (let x = 0; x < outputWidth; x++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let from = row + first[x]! * CHANNELS;
      const start = x * taps;
      const end = start + count[x]!;
      for (let k = start; k < end; k++, from += CHANNELS) {
        const weight = weights[k]!;
        red = (red + imul(data[from]!, weight)) | 0;
        green = (green + imul(data[from + 1]!, weight)) | 0;
        blue = (blue + imul(data[from + 2]!, weight)) | 0;
      }
      out[to++] = red >> PRECISION_BITS;
      out[to++] = green >> PRECISION_BITS;
      out[to++] = blue >> PRECISION_BITS;
    }
  }
  return { width: outputWidth, height, data: new Uint8Array(out.buffer) };
}

function resizeColumns({ width, height, data }: RgbImage, outputHeight: number, kernel: Kernel): RgbImage {
  const { taps, first, count, weights } = axisWeights(height, outputHeight, kernel);
  const stride = width * CHANNELS;
  const out = new Uint8ClampedArray(stride * outputHeight);
  // A whole row is summed at a time, so that memory is read in the order in which it lies.
  const sums = new Int32Array(stride);
  for (let y = 0; y < outputHeight; y++) {
    sums.fill(HALF);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * taps + k]!;
      const row = (first[y]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i] = (sums[i]! + imul(data[row + i]!, weight)) | 0;
    }
    for (let i = 0; i < stride; i++) out[y * stride + i] = sums[i]! >> PRECISION_BITS;
  }
  return { width, height: outputHeight, data: new Uint8Array(out.buffer) };
}

/**
 * Squashes a picture to the given size, whatever its proportions. An axis that has the size already is left alone.
 * @param size in pixels
 */
export function resize(image: RgbImage, size: Size, filter: Exclude<ResampleFilter, 'nearest'>): RgbImage {
  if (image.width === size.width && image.height === size.height) return image;
  const kernel = KERNELS[filter];
  const rows = image.width === size.width ? image : resizeRows(image, size.width, kernel);
  return rows.height === size.height ? rows : resizeColumns(rows, size.height, kernel);
}
