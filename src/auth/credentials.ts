import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.js';
import { unauthorized } from './refusals.js';

/** RFC 9110, 11.4: a scheme, in any case, and a space before what belongs to it. */
const AUTHORIZATION = /^([^ ]+) +(.+)$/;

interface Options {
  /** Whether a browser's own dialogue may ask for the key, as the password of any user (RFC 7617). */
  acceptBasic?: boolean;
}

/**
 * The key that a request presents: `Authorization: Bearer KEY` (RFC 6750) or `X-API-Key: KEY`. Never one in the address,
 * where logs and histories would keep it.
 *
 * @returns undefined where there is none
 * @throws AppError `unauthorized` for another scheme, `malformed_request` for two keys that differ
 */
export function presentedKey(
  request: IncomingMessage,
  { acceptBasic = false }: Options = {},
): string | undefined {
  const { authorization, 'x-api-key': header } = request.headers;
  const apiKey = typeof header === 'string' ? header.trim() : undefined;
  // Node keeps the first of several, and a proxy may have looked at another.
  if (count(request.rawHeaders, 'authorization') > 1)
    throw ambiguous('one Authorization header, received several');
  const key = authorization === undefined ? undefined : keyOf(authorization, acceptBasic);
  if (key === undefined) {
    // A gateway in front may have a use of its own for Authorization; X-API-Key then stands alone.
    if (authorization === undefined || apiKey !== undefined) return apiKey;
    throw unauthorized('expected Authorization: Bearer KEY, received another scheme or no key', {
      acceptBasic,
    });
  }
  if (apiKey !== undefined && apiKey !== key) {
    throw ambiguous('one key, received two that differ, in Authorization and in X-API-Key');
  }
  return key;
}

function keyOf(authorization: string, acceptBasic: boolean): string | undefined {
  const [, scheme = '', credentials = ''] = AUTHORIZATION.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials.trim();
  if (scheme.toLowerCase() !== 'basic' || !acceptBasic) return undefined;
  const text = Buffer.from(credentials, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}

function count(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter(
    (text, i) => i % 2 === 0 && text.length === name.length && text.toLowerCase() === name,
  ).length;
}

/** RFC 6750, 3.1: `invalid_request` for more than one way at a time. */
function ambiguous(detail: string): AppError {
  return new AppError('malformed_request', `expected ${detail}`, {
    headers: { 'WWW-Authenticate': 'Bearer realm="tetrapod", error="invalid_request"' },
  });
}
