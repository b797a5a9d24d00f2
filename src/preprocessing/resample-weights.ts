import type { Kernel } from './resample-filter.js';

const PRECISION_BITS = 32 - 8 - 2;
const ONE = 1 << PRECISION_BITS;

/** The pixels of a resized axis that are kept, of a crop for instance. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/** The weights of one axis: output pixel `range.start + i` is the sum over `count[i]` inputs from `first[i]` on. */
export interface AxisWeights {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `taps` weights for every output pixel, times 2 ** 22; 0 from `count[i]` on */
  readonly weights: Int32Array;
}

/**
 * The fixed-point weights of Pillow's antialiased resampling, bit for bit.
 * Source: Pillow, src/libImaging/Resample.c (`precompute_coeffs`, `normalize_coeffs_8bpc`).
 *
 * @param range of the `outputSize` pixels the ones that are wanted
 */
export function axisWeights(
  inputSize: number,
  outputSize: number,
  kernel: Kernel,
  range: Range,
): AxisWeights {
  // An axis that has the size already is left alone.
  if (inputSize === outputSize) return unchangedAxis(range);
  const scale = inputSize / outputSize;
  // When a picture shrinks, the kernel widens with it: that is the antialiasing.
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(range.count);
  const count = new Int32Array(range.count);
  const weights = new Int32Array(range.count * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < range.count; i++) {
    const centre = (range.start + i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let x = from; x < to; x++) {
      exact[x - from] = kernel.weight((x - centre + 0.5) / stretch);
      sum += exact[x - from]!;
    }
    for (let k = 0; k < to - from; k++) {
      const weight = (exact[k]! / sum) * ONE;
      weights[i * taps + k] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
    first[i] = from;
    count[i] = to - from;
  }
  return { taps, first, count, weights };
}

/** Weights of 1.0: (2 ** 21 + sample * 2 ** 22) >> 22 is the sample. */
function unchangedAxis({ start, count }: Range): AxisWeights {
  return {
    taps: 1,
    first: Int32Array.from({ length: count }, (_, i) => start + i),
    count: new Int32Array(count).fill(1),
    weights: new Int32Array(count).fill(ONE),
  };
}
