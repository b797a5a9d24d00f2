import type { AppError } from '../errors.js';

/** What answers in the form of the Open Inference Protocol begins with it. */
const ROOT = '/v2';

/** @param path of the request, without its query */
export function isOpenInference(path: string): boolean {
  const lower = path.toLowerCase();
  return lower === ROOT || lower.startsWith(`${ROOT}/`);
}

/** An error of the Open Inference Protocol. */
export interface InferenceError {
  error: string;
}

export function toInferenceError({ message }: AppError): InferenceError {
  return { error: message };
}

/** The protocol knows 400 for whatever is wrong with a request, where the rest of the server tells more apart. */
export function inferenceErrorStatus({ status }: Pick<AppError, 'status'>): number {
  return [406, 415, 422].includes(status) ? 400 : status;
}
