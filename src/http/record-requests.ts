import { performance } from 'node:perf_hooks';
import type { NextFunction, Request, Response } from 'express';
import { incomingTrace } from './incoming-trace.js';
import { requestIdFor } from './request-id.js';
import type { RequestObservers } from './request-observers.js';
import { RequestRecord } from './request-record.js';

/** Gives every request its record and its id, which is answered as X-Request-Id, and tells when it has ended. */
export function recordRequests(observers: RequestObservers) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const record = new RequestRecord(requestIdFor(request), request.method, request.path, request.ip);
    response.locals.record = record;
    response.setHeader('X-Request-Id', record.requestId);
    record.bytes = Number(request.headers['content-length'] ?? 0);
    record.trace = incomingTrace(request.headers);
    observers.began(record, request);
    response.once('close', () => {
      record.endedAt = performance.now();
      // The client may go away before there is an answer.
      record.status = response.headersSent ? response.statusCode : record.lastAnswer?.status;
      record.code = record.lastAnswer?.code ?? record.code;
      record.route ??= (request.route as { path: string } | undefined)?.path;
      observers.ended(record);
    });
    next();
  };
}
