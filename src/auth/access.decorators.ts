import { applyDecorators, SetMetadata, type CustomDecorator } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/api-problems.js';
import { API_KEY_SCHEME, BEARER_SCHEME } from '../openapi/security-schemes.js';
import type { Scope } from './scopes.js';

export const IS_PUBLIC = 'tetrapod:public';
export const NEEDED_SCOPE = 'tetrapod:scope';

/** Takes routes out of the need of a key. Without it every route needs one, as soon as there are keys. */
export function Public(): CustomDecorator {
  return SetMetadata(IS_PUBLIC, true);
}

/** The scope that a key needs for routes, and its documentation. What has neither this nor `Public` needs `predict`. */
export function NeedsScope(scope: Scope): ClassDecorator & MethodDecorator {
  return applyDecorators(
    SetMetadata(NEEDED_SCOPE, scope),
    // One or the other, or none where the server has no keys: each decorator adds an alternative.
    ApiSecurity(BEARER_SCHEME),
    ApiSecurity(API_KEY_SCHEME),
    ApiSecurity({}),
    ApiProblems('unauthorized', 'forbidden'),
  );
}
