import { AppError } from '../errors.js';

const REMEDY = 'send it once more, and if that fails as well, another picture';

/** For the picture that was under way in a worker that ended. */
export function crashed(): AppError {
  return new AppError(
    'worker_crashed',
    `expected an answer from the process that works on the picture, but it ended; ${REMEDY}`,
  );
}

/** @param limitMs DECODE_TIMEOUT_MS */
export function hung(limitMs: number): AppError {
  return new AppError(
    'worker_hung',
    `expected the picture to be classified within ${limitMs} ms (DECODE_TIMEOUT_MS), but it was not; ${REMEDY}`,
  );
}

/** For a picture over which two workers have ended. */
export function quarantined(): AppError {
  return new AppError(
    'image_quarantined',
    'expected a picture that does not end the process that works on it, but this one has done so twice; send another',
  );
}
