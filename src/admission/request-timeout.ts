import { AppError } from '../errors.js';

/** The header with which a client asks for an answer sooner than REQUEST_TIMEOUT_MS. */
export const REQUEST_TIMEOUT_HEADER = 'X-Request-Timeout-Ms';

/**
 * @param header as it came, undefined where it did not
 * @param longest REQUEST_TIMEOUT_MS
 * @returns milliseconds: the shorter one of what the client and what the server grants
 * @throws AppError `malformed_request` for anything but a whole number above 0
 */
export function requestTimeout(header: string | undefined, longest: number): number {
  if (header === undefined) return longest;
  if (/^\d{1,9}$/.test(header) && Number(header) > 0) return Math.min(longest, Number(header));
  throw new AppError(
    'malformed_request',
    `expected ${REQUEST_TIMEOUT_HEADER} to be a whole number of milliseconds above 0, in digits only; correct it or leave it out`,
  );
}
