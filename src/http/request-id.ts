import { randomUUID } from 'node:crypto';
import type { Request } from 'express';

/** What is taken over from a client: long enough for every tracing scheme, and harmless in a log. */
const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;

/** @returns the client's X-Request-Id where it is acceptable, or a new id */
export function requestIdFor(request: Request): string {
  const offered = request.get('x-request-id');
  return offered !== undefined && ACCEPTABLE.test(offered) ? offered : randomUUID();
}
