import type { Tensor } from '../preprocessing/tensor.js';
import { mulberry32 } from './mulberry32.js';

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
 * @returns one logit for each label, from -GAIN to GAIN, of 32 bits as any model's: so it survives every wire unchanged
 */
export function simulatedScores(tensor: Tensor, labelCount: number): Float64Array {
  const features = gridMeans(tensor);
  const random = mulberry32(SEED);
  return Float64Array.from({ length: labelCount }, () => {
    let projection = 0;
    for (const feature of features) projection += feature * (random() * 2 - 1);
    return Math.fround(GAIN * Math.sin((FREQUENCY * projection) / Math.sqrt(features.length)));
  });
}

/** Means of the cells, channel by channel, row by row. */
function gridMeans({ data, shape: [, channels, height, width] }: Tensor): Float64Array {
  const sums = new Float64Array(channels * GRID * GRID);
  // Where each column of cells begins, and where the last one ends: the first x with floor(x * GRID / width) >= cell.
  const starts = Array.from({ length: GRID + 1 }, (_, cell) => Math.ceil((cell * width) / GRID));
  let row = 0;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++, row += width) {
      const cells = (c * GRID + Math.floor((y * GRID) / height)) * GRID;
      for (let cell = 0; cell < GRID; cell++) {
        sums[cells + cell]! += sumOf(data, row + starts[cell]!, row + starts[cell + 1]!);
      }
    }
  }
  return sums.map((sum, cell) => sum / (columnsOf(starts, cell) * rowsOf(height, cell)));
}

/** In four sums, so that an addition does not wait for the one before. */
function sumOf(data: Tensor['data'], from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = from;
  for (; at + 3 < to; at += 4) {
    a += data[at]!;
    b += data[at + 1]!;
    c += data[at + 2]!;
    d += data[at + 3]!;
  }
  for (; at < to; at++) a += data[at]!;
  return a + b + (c + d);
}

function columnsOf(starts: readonly number[], cell: number): number {
  return starts[(cell % GRID) + 1]! - starts[cell % GRID]!;
}

function rowsOf(height: number, cell: number): number {
  const row = Math.floor(cell / GRID) % GRID;
  return Math.ceil(((row + 1) * height) / GRID) - Math.ceil((row * height) / GRID);
}
