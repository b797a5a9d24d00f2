import { Injectable } from '@nestjs/common';
import type { RgbImage } from '../decoding/rgb-image.js';
import { centerCrop } from './crop.js';
import { normalize } from './normalize.js';
import type { PreprocessingSpec, Size } from './preprocessing-spec.js';
import { resize } from './resize.js';
import type { Tensor } from './tensor.js';

/** RGB picture -> the tensor that the model takes. */
@Injectable()
export class PreprocessingService {
  /** @returns a tensor of the layout and type of the spec, and of the size that outputSize(spec) gives */
  preprocess(image: RgbImage, spec: PreprocessingSpec): Tensor {
    const resized = resize(image, targetSize(image, spec), spec.resample);
    return normalize(spec.crop ? centerCrop(resized, spec.crop) : resized, spec);
  }
}

/** The longer side keeps the proportion, cut to a whole pixel, as Transformers' `get_resize_output_image_size` has it. */
function targetSize({ width, height }: RgbImage, { resize: target }: PreprocessingSpec): Size {
  if (target.mode === 'squash') return target;
  const { length } = target;
  return width <= height
    ? { width: length, height: Math.trunc((length * height) / width) }
    : { width: Math.trunc((length * width) / height), height: length };
}
