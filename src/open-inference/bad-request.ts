import { AppError } from '../errors.js';

/** Something is wrong in an inference request: `place` is the field, as in `inputs[0].shape`, or the header. */
export function badRequest(place: string, detail: string): AppError {
  return new AppError('validation_failed', `${place}: ${detail}`);
}
