import { cropOffset } from './crop.js';
import type { PreprocessingSpec, Size } from './preprocessing-spec.js';
import { targetSize } from './target-size.js';

/** A part of a picture in fractions of its width and height; it begins before 0 and ends after 1 where it has a frame. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The part of an upright picture that the model sees.
 * @throws AppError as targetSize()
 */
export function viewRegion(full: Size, spec: PreprocessingSpec): Region {
  const resized = targetSize(full, spec);
  const { width, height } = spec.crop ?? resized;
  return {
    left: cropOffset(resized.width, width) / resized.width,
    top: cropOffset(resized.height, height) / resized.height,
    width: width / resized.width,
    height: height / resized.height,
  };
}
