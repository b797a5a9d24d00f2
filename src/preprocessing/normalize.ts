import type { Kernels } from '../kernels/kernels.js';
import { tensorShape, type PreprocessingSpec, type Size } from './preprocessing-spec.js';
import { ELEMENT_ARRAYS, type Tensor } from './tensor.js';

/**
 * z = (x * rescaleFactor - mean) / std for each channel, from HWC bytes to the layout and type of the model.
 *
 * @param source address of `height * width * 3` bytes in the kernels' memory
 * @param tables of normalizationTables(): a sample has only 256 values, so each channel looks them up
 * @returns a tensor of the shape [1, 3, height, width] or [1, height, width, 3] in the kernels' memory
 */
export function normalize(
  kernels: Kernels,
  source: number,
  size: Size,
  { layout, dataType }: Pick<PreprocessingSpec, 'layout' | 'dataType'>,
  tables: Tensor['data'],
): Tensor {
  const pixels = size.width * size.height;
  const elementBytes = tables.BYTES_PER_ELEMENT;
  const tablesAt = kernels.copyIn(tables);
  const target = kernels.allocate(3 * pixels * elementBytes);
  kernels.run.normalize(source, pixels, tablesAt, target, elementBytes, layout === 'NCHW' ? 1 : 0);
  const data = new ELEMENT_ARRAYS[dataType](kernels.run.memory.buffer, target, 3 * pixels);
  return { data, dataType, layout, shape: tensorShape(layout, size) };
}
