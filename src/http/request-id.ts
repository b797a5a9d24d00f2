import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** What is taken over from a client: long enough for every tracing scheme, and harmless in a log. */
const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;

/** Gives every request an id: the client's X-Request-Id where it is acceptable, or a new one; answered likewise. */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const offered = request.get('x-request-id');
  const id = offered !== undefined && ACCEPTABLE.test(offered) ? offered : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
}

export function requestIdOf(response: Response): string {
  return response.locals.requestId as string;
}
