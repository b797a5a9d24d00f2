import type { RgbImage } from '../decoding/rgb-image.js';
import { toFloat16Bits } from './float16.js';
import { tensorShape, type DataType, type PreprocessingSpec } from './preprocessing-spec.js';
import { ELEMENT_ARRAYS, type Tensor } from './tensor.js';

type Elements = Tensor['data'];
type Normalization = Pick<PreprocessingSpec, 'rescaleFactor' | 'mean' | 'std' | 'dataType'>;

/**
 * z = (x * rescaleFactor - mean) / std for each channel, from HWC bytes to the layout and type of the model.
 *
 * A sample has only 256 values, so each channel looks them up in a table, which is faster than the arithmetic.
 *
 * @returns a tensor of the shape [1, 3, height, width] or [1, height, width, 3]
 */
export function normalize(image: RgbImage, spec: PreprocessingSpec): Tensor {
  const { width, height, data } = image;
  const { layout, dataType } = spec;
  const [red, green, blue] = lookupTables(spec);
  const pixels = width * height;
  const out = new ELEMENT_ARRAYS[dataType](3 * pixels);
  const plane = layout === 'NCHW' ? pixels : 1;
  const step = layout === 'NCHW' ? 1 : 3;
  for (let from = 0, to = 0; from < data.length; from += 3, to += step) {
    out[to] = red[data[from]!]!;
    out[to + plane] = green[data[from + 1]!]!;
    out[to + 2 * plane] = blue[data[from + 2]!]!;
  }
  return { data: out, dataType, layout, shape: tensorShape(layout, image) };
}

/** For each channel the element that every sample from 0 to 255 becomes. */
function lookupTables(spec: Normalization): [Elements, Elements, Elements] {
  return [0, 1, 2].map((c) =>
    toElements(
      Array.from(
        { length: 256 },
        (_, sample) => (sample * spec.rescaleFactor - spec.mean[c]!) / spec.std[c]!,
      ),
      spec.dataType,
    ),
  ) as [Elements, Elements, Elements];
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
