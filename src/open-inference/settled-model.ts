import { AppError } from '../errors.js';
import type { Classifier, ServedModel } from '../pipeline/classifier.js';

/**
 * The model, where all that it says of itself is so: the version, the tensors' names and their form are the inference
 * server's where there is one, and guesses until that has told them.
 * @throws AppError `not_ready`
 */
export function settledModel({ isSettled, model }: Pick<Classifier, 'isSettled' | 'model'>): ServedModel {
  if (isSettled) return model;
  throw new AppError(
    'not_ready',
    'expected an inference server (INFERENCE_URL) that has told what its model takes and gives, but it has not yet, or has ' +
      'another model; GET /health/ready says which, ask again later',
    { headers: { 'Retry-After': '1' } },
  );
}
