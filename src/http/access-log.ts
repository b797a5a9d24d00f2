import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { keyNameOf } from './key-name.js';
import { requestIdOf } from './request-id.js';

const logger = new Logger('Request');

/** What orchestrators ask, here and under the Open Inference Protocol. */
const PROBE = /^(\/v2)?\/health\/|^\/v2\/models\/.+\/ready$/;

/** Logs one line for every request when it ends: what was asked and what came of it, never a payload. */
export function logAccess(request: Request, response: Response, next: NextFunction): void {
  const start = performance.now();
  response.once('close', () => {
    // The client may go away before there is an answer.
    const isAnswered = response.headersSent;
    const line = {
      msg: `${request.method} ${request.path} ${isAnswered ? response.statusCode : 'aborted'}`,
      request_id: requestIdOf(response),
      method: request.method,
      path: request.path,
      status: isAnswered ? response.statusCode : undefined,
      code: response.locals.problemCode as string | undefined,
      duration_ms: Math.round((performance.now() - start) * 1000) / 1000,
      request_bytes:
        (response.locals.requestBytes as number | undefined) ??
        Number(request.headers['content-length'] ?? 0),
      client: request.ip,
      key: keyNameOf(response),
    };
    // Probes come every few seconds and would drown the rest.
    if (PROBE.test(request.path) && response.statusCode < 400) logger.debug(line);
    else logger.log(line);
  });
  next();
}
