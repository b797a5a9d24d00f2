import { AppError } from '../errors.js';
import type { PreprocessingSpec, Size } from './preprocessing-spec.js';

/** The model that asks for the shorter side of a strip may ask for gigabytes. */
const MOST_RESIZED_PIXELS = 50_000_000;

/**
 * The size to which a picture is resized, before it is cropped. The longer side keeps the proportion, cut to a whole
 * pixel, as Transformers' `get_resize_output_image_size` has it.
 * @throws AppError `image_too_large` for a strip so long that its short side cannot be made longer
 */
export function targetSize({ width, height }: Size, { resize: target }: PreprocessingSpec): Size {
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

/**
 * The size below which a picture must not be decoded: a resize that averages does well with a picture that was averaged
 * before, but `nearest` picks single pixels, and they have to be there.
 * @throws AppError as targetSize()
 */
export function neededSize(full: Size, spec: PreprocessingSpec): Size {
  return spec.resample === 'nearest' ? full : targetSize(full, spec);
}
