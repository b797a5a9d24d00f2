import { AppError } from '../errors.js';
import type { KeyEntry } from './key-entry.js';
import type { Scope } from './scopes.js';

const BEARER = 'Bearer realm="tetrapod"';
const BASIC = 'Basic realm="tetrapod"';

interface Options {
  /** Whether a key was presented (RFC 6750, 3: only then there is an error code). */
  isInvalid?: boolean;
  acceptBasic?: boolean;
}

/** Whoever asks has shown no key that is known. */
export function unauthorized(
  detail: string,
  { isInvalid = false, acceptBasic = false }: Options = {},
): AppError {
  const bearer = isInvalid ? `${BEARER}, error="invalid_token"` : BEARER;
  return new AppError('unauthorized', detail, {
    headers: { 'WWW-Authenticate': acceptBasic ? `${BASIC}, ${bearer}` : bearer },
  });
}

/** Whoever asks is known, and may not do this. */
export function forbidden(scope: Scope, { name, scopes }: KeyEntry): AppError {
  return new AppError(
    'forbidden',
    `expected a key with the scope ${scope}, received that of ${name}, which has ${scopes.join(' and ')}`,
    { headers: { 'WWW-Authenticate': `${BEARER}, error="insufficient_scope", scope="${scope}"` } },
  );
}
