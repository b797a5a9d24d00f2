import { toFloat16Bits } from './float16.js';
import type { DataType, PreprocessingSpec } from './preprocessing-spec.js';
import type { Tensor } from './tensor.js';

type Elements = Tensor['data'];
type Normalization = Pick<PreprocessingSpec, 'rescaleFactor' | 'mean' | 'std' | 'dataType'>;

const SAMPLES = 256;

/**
 * z = (x * rescaleFactor - mean) / std of every sample x from 0 to 255, for R, then G, then B: 3 * 256 elements.
 * The same for all pictures of a model.
 */
export function normalizationTables({ rescaleFactor, mean, std, dataType }: Normalization): Elements {
  const values = [0, 1, 2].flatMap((c) =>
    Array.from({ length: SAMPLES }, (_, sample) => (sample * rescaleFactor - mean[c]!) / std[c]!),
  );
  return toElements(values, dataType);
}

function toElements(values: number[], dataType: DataType): Elements {
  switch (dataType) {
    case 'float32':
      return Float32Array.from(values);
    case 'float16':
      return Uint16Array.from(values, toFloat16Bits);
    case 'uint8':
      return Uint8Array.from(values);
  }
}
