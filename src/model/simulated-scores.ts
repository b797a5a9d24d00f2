import type { Tensor } from '../preprocessing/tensor.js';

const GRID = 4;
/** These three were searched for: all labels occur over a few dozen pictures, most with more than half. */
const SEED = 213;
const FREQUENCY = 6;
const GAIN = 3;

/**
 * Scores that a picture determines but that mean nothing: the mean of each channel in each cell of a 4x4 grid,
 * projected on one fixed random direction for each label and bent by a sine, so that the light and dark of a
 * picture do not decide everything. Close pictures get close scores, so that decoders which differ by a rounding
 * mostly agree on the answer.
 *
 * @returns one logit for each label, from -GAIN to GAIN
 */
export function simulatedScores(tensor: Tensor, labelCount: number): Float64Array {
  const features = gridMeans(tensor);
  const random = mulberry32(SEED);
  return Float64Array.from({ length: labelCount }, () => {
    let projection = 0;
    for (const feature of features) projection += feature * (random() * 2 - 1);
    return GAIN * Math.sin((FREQUENCY * projection) / Math.sqrt(features.length));
  });
}

/** Means of the cells, channel by channel, row by row. */
function gridMeans({ data, shape: [, channels, height, width] }: Tensor): Float64Array {
  const sums = new Float64Array(channels * GRID * GRID);
  const counts = new Float64Array(sums.length);
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * GRID + Math.floor((y * GRID) / height)) * GRID;
      for (let x = 0; x < width; x++) {
        const cell = row + Math.floor((x * GRID) / width);
        sums[cell]! += data[at++]!;
        counts[cell]!++;
      }
    }
  }
  return sums.map((sum, cell) => sum / counts[cell]!);
}

/** Tommy Ettinger's mulberry32: a 32-bit generator in integer arithmetic, so every machine draws the same. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
