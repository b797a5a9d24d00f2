import { Injectable } from '@nestjs/common';
import type { RgbImage } from '../decoding/rgb-image.js';
import { normalize } from './normalize.js';
import type { PreprocessingSpec } from './preprocessing-spec.js';
import { resizeBicubic } from './resize.js';
import type { Tensor } from './tensor.js';

/** RGB picture -> the tensor that the model takes. */
@Injectable()
export class PreprocessingService {
  /** @returns a tensor of the shape [1, 3, spec.size.height, spec.size.width] */
  preprocess(image: RgbImage, spec: PreprocessingSpec): Tensor {
    return normalize(resizeBicubic(image, spec.size), spec);
  }
}
