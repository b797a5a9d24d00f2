import { badRequest } from './bad-request.js';

/** The header that says how long the JSON text before binary tensors is (binary tensor data extension). */
export const HEADER_LENGTH = 'Inference-Header-Content-Length';

/** The body of an inference request, cut in two. */
export interface InferenceBody {
  readonly json: Buffer;
  /** The tensors behind it; undefined where the request has no HEADER_LENGTH and is JSON to its end. */
  readonly binary: Buffer | undefined;
}

/**
 * @param headerLength what HEADER_LENGTH says, undefined where it is missing
 * @returns parts of the body's memory
 * @throws AppError `validation_failed` for a length that is none, or is more than there is
 */
export function splitBody(body: Buffer, headerLength: string | undefined): InferenceBody {
  if (headerLength === undefined) return { json: body, binary: undefined };
  const length = /^\d{1,15}$/.test(headerLength) ? Number(headerLength) : NaN;
  if (!(length >= 1 && length <= body.length)) {
    throw badRequest(
      HEADER_LENGTH,
      `expected the length of the JSON text that begins the body, in bytes, from 1 to the body's ${body.length}; ` +
        `received ${Number.isNaN(length) ? 'something else' : length}`,
    );
  }
  return { json: body.subarray(0, length), binary: body.subarray(length) };
}
