import { Injectable } from '@nestjs/common';
import { imageOf, type RgbRows } from '../decoding/rgb-image.js';
import { Kernels } from '../kernels/kernels.js';
import { centerCrop } from './crop.js';
import { resizeNearest } from './nearest.js';
import { normalizationTables } from './normalization-tables.js';
import { normalize } from './normalize.js';
import { outputSize, type PreprocessingSpec } from './preprocessing-spec.js';
import { isUnchanged, type ResizePlan } from './resize-plan.js';
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
    const resized = isUnchanged(plan) ? this.gather(picture) : this.resize(picture, plan);
    return normalize(kernels, resized, plan.output, spec, this.tablesOf(spec));
  }

  /**
   * Makes a tensor of what pixelSpec(spec) makes of a picture.
   * @param pixels rows of R, G, B, of the size that outputSize(spec) gives
   * @returns the very tensor that the picture itself gives
   * @throws RangeError for another number of bytes
   */
  normalizePixels(pixels: Uint8Array, spec: PreprocessingSpec): Tensor {
    const size = outputSize(spec)!;
    const expected = size.width * size.height * 3;
    if (pixels.length !== expected)
      throw new RangeError(`expected ${expected} bytes of pixels, received ${pixels.length}`);
    return normalize(this.kernels, this.kernels.addressOf(pixels), size, spec, this.tablesOf(spec));
  }

  /** @returns the address of the resized picture */
  private resize({ strips }: RgbRows, plan: ResizePlan): number {
    const resize = new StreamedResize(this.kernels, plan);
    // To the last strip, whether it is needed or not: only then it is known that the picture is whole.
    for (const strip of strips) resize.push(strip);
    return resize.output;
  }

  /** @returns the address of the whole picture */
  private gather({ width, height, strips }: RgbRows): number {
    const address = this.kernels.allocate(width * height * 3);
    let at = address;
    for (const strip of strips) {
      this.kernels.view(at, strip.length).set(strip);
      at += strip.length;
    }
    return address;
  }

  private tablesOf(spec: PreprocessingSpec): Tensor['data'] {
    let tables = this.tables.get(spec);
    if (!tables) this.tables.set(spec, (tables = normalizationTables(spec)));
    return tables;
  }
}
