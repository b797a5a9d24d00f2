import type { Request, Response } from 'express';
import { RequestRecord } from '../http/request-record.js';
import { presentedKey } from './credentials.js';
import type { KeyStore } from './key-store.js';
import { forbidden, unauthorized } from './refusals.js';
import type { Scope } from './scopes.js';

/**
 * Lets a request pass whose key has a scope, and notes the key's name for the log, the metrics and the rate limit.
 *
 * @throws AppError `unauthorized` for no key or an unknown one, `forbidden` for one without the scope,
 *   `malformed_request` for two different ones
 */
export function authorize(
  keys: KeyStore,
  scope: Scope,
  request: Request,
  response: Response,
  options: { acceptBasic?: boolean } = {},
): void {
  const key = presentedKey(request, options);
  if (key === undefined) {
    throw unauthorized(
      'expected an API key, in the header Authorization: Bearer KEY or X-API-Key: KEY; received none',
      options,
    );
  }
  const entry = keys.find(key);
  if (entry === undefined) {
    throw unauthorized(
      'expected an API key that the server knows, received another; ask its operator for one',
      {
        ...options,
        isInvalid: true,
      },
    );
  }
  RequestRecord.of(response).keyName = entry.name;
  if (!entry.scopes.includes(scope)) throw forbidden(scope, entry);
}
