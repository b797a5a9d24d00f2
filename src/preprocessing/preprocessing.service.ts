import { Injectable } from '@nestjs/common';
import type { RgbImage } from '../decoding/rgb-image.js';
import { AppError } from '../errors.js';
import { centerCrop } from './crop.js';
import { normalize } from './normalize.js';
import type { PreprocessingSpec, Size } from './preprocessing-spec.js';
import { resize } from './resize.js';
import type { Tensor } from './tensor.js';

/** The model that asks for the shorter side of a strip may ask for gigabytes. */
const MOST_RESIZED_PIXELS = 50_000_000;

/** RGB picture -> the tensor that the model takes. */
@Injectable()
export class PreprocessingService {
  /**
   * @returns a tensor of the layout and type of the spec, and of the size that outputSize(spec) gives
   * @throws AppError `image_too_large`
   */
  preprocess(image: RgbImage, spec: PreprocessingSpec): Tensor {
    const resized = resize(image, targetSize(image, spec), spec.resample);
    return normalize(spec.crop ? centerCrop(resized, spec.crop) : resized, spec);
  }
}

/**
 * The longer side keeps the proportion, cut to a whole pixel, as Transformers' `get_resize_output_image_size` has it.
 * @throws AppError `image_too_large` for a strip so long that its short side cannot be made longer
 */
function targetSize({ width, height }: RgbImage, { resize: target }: PreprocessingSpec): Size {
  if (target.mode === 'squash') return target;
  const { length } = target;
  const long = Math.trunc((length * Math.max(width, height)) / Math.min(width, height));
  if (length * long > MOST_RESIZED_PIXELS) {
    throw new AppError(
      'image_too_large',
      `expected a picture that is less narrow: ${width}x${height} pixels with a shorter side of ${length} make ` +
        `${length * long}, at most ${MOST_RESIZED_PIXELS} are made; crop it`,
    );
  }
  return width <= height ? { width: length, height: long } : { width: long, height: length };
}
