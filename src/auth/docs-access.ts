import type { NextFunction, Request, Response } from 'express';
import { authorize } from './authorize.js';
import type { KeyStore } from './key-store.js';

/**
 * Asks for a key with the scope `docs`. Swagger UI's pages are no routes of Nest's, so that no guard stands before them.
 * A browser that opens them can send no header of ours; it asks its user for a password, which is the key.
 */
export function requireDocsKey(keys: KeyStore) {
  return (request: Request, response: Response, next: NextFunction): void => {
    authorize(keys, 'docs', request, response, { acceptBasic: true });
    next();
  };
}
