import type { AppError } from '../errors.js';
import { inferenceErrorStatus, isOpenInference, toInferenceError } from './inference-error.js';
import { PROBLEM_TYPE, toProblem } from './problem.js';

/** An error as a client gets to read it. */
export interface ErrorAnswer {
  status: number;
  type: string;
  body: string;
}

/**
 * A problem document (RFC 9457), or what the Open Inference Protocol has for it under its paths.
 * @param path of the request; undefined where none was recognised
 */
export function errorAnswer(error: AppError, requestId: string, path: string | undefined): ErrorAnswer {
  if (path !== undefined && isOpenInference(path)) {
    return {
      status: inferenceErrorStatus(error),
      type: 'application/json',
      body: JSON.stringify(toInferenceError(error)),
    };
  }
  return { status: error.status, type: PROBLEM_TYPE, body: JSON.stringify(toProblem(error, requestId)) };
}
