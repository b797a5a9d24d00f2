import { cropOffset } from './crop.js';
import type { Size } from './preprocessing-spec.js';
import { KERNELS, type ResampleFilter } from './resample-filter.js';
import { axisWeights, type Range } from './resample-weights.js';
import { weightTable, type WeightTable } from './weight-tables.js';

/** Everything about a resize and centre crop that depends on sizes and the filter, but on no pixel. */
export interface ResizePlan {
  readonly input: Size;
  /** Of the resized picture before it is cropped. */
  readonly size: Size;
  /** Of the picture that comes out, frame included. */
  readonly output: Size;
  /** Where the resampled pixels lie in the output; around them it is black. */
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly columnTable: WeightTable;
  readonly rowTable: WeightTable;
}

/** Resize to `size`, then cut `crop` out of the middle, or frame it with black where it is larger, as centerCrop() does. */
export function planResize(
  input: Size,
  size: Size,
  filter: Exclude<ResampleFilter, 'nearest'>,
  crop: Size = size,
): ResizePlan {
  const kernel = KERNELS[filter];
  const x = keptRange(size.width, crop.width);
  const y = keptRange(size.height, crop.height);
  return {
    input,
    size,
    output: crop,
    left: x.frame,
    top: y.frame,
    columns: x.count,
    rows: y.count,
    columnTable: weightTable(axisWeights(input.width, size.width, kernel, x)),
    rowTable: weightTable(axisWeights(input.height, size.height, kernel, y)),
  };
}

/** What a centre crop keeps of an axis, and how many black pixels it puts before that. */
function keptRange(length: number, cropped: number): Range & { frame: number } {
  const offset = cropOffset(length, cropped);
  return { start: Math.max(0, offset), count: Math.min(length, cropped), frame: Math.max(0, -offset) };
}

/** Whether the picture comes out as it goes in. */
export function isUnchanged({ input, size, output }: ResizePlan): boolean {
  return [size, output].every(({ width, height }) => width === input.width && height === input.height);
}
