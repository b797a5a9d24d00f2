import { Injectable } from '@nestjs/common';
import { imageOf, type RgbRows } from '../decoding/rgb-image.js';
import { Kernels } from '../kernels/kernels.js';
import { centerCrop } from './crop.js';
import { resizeNearest } from './nearest.js';
import { normalizationTables } from './normalization-tables.js';
import { normalize } from './normalize.js';
import type { PreprocessingSpec } from './preprocessing-spec.js';
import { ResizePlans } from './resize-plans.js';
import { StreamedResize } from './streamed-resize.js';
import { targetSize } from './target-size.js';
import type { Tensor } from './tensor.js';

/** The rows of a picture -> the tensor that the model takes. */
@Injectable()
export class PreprocessingService {
  private readonly plans = new ResizePlans();
  private readonly tables = new WeakMap<PreprocessingSpec, Tensor['data']>();

  constructor(private readonly kernels: Kernels) {}

  /**
   * @returns a tensor of the layout and type of the spec, and of the size that outputSize(spec) gives; it lies in the
   * kernels' memory, until that is used for the next picture
   * @throws AppError `image_too_large`
   */
  preprocess(picture: RgbRows, spec: PreprocessingSpec): Tensor {
    const { kernels } = this;
    if (spec.resample === 'nearest') {
      const resized = resizeNearest(imageOf(picture), targetSize(picture.fullSize, spec));
      const cropped = spec.crop ? centerCrop(resized, spec.crop) : resized;
      return normalize(kernels, kernels.copyIn(cropped.data), cropped, spec, this.tablesOf(spec));
    }
    const plan = this.plans.get(picture, targetSize(picture.fullSize, spec), spec.resample, spec.crop);
    const resize = new StreamedResize(kernels, plan);
    // To the last strip, whether it is needed or not: only then it is known that the picture is whole.
    for (const strip of picture.strips) resize.push(strip);
    return normalize(kernels, resize.output, plan.output, spec, this.tablesOf(spec));
  }

  private tablesOf(spec: PreprocessingSpec): Tensor['data'] {
    let tables = this.tables.get(spec);
    if (!tables) this.tables.set(spec, (tables = normalizationTables(spec)));
    return tables;
  }
}
