import { Logger } from '@nestjs/common';
import { AppError } from '../errors.js';
import type { RequestRecord } from './request-record.js';

const logger = new Logger('Fault');

/**
 * Logs what is the server's fault; what is the client's stands in the request's own line, and so do 503 and 504, which
 * are how the server keeps its promises under too much work.
 */
export function logFault(error: AppError, { ids }: RequestRecord): void {
  if (error.status !== 500 && error.code !== 'worker_hung') return;
  logger.error({ ...ids, err: error.cause ?? error, msg: 'The server failed' });
}

/** What the client is told of something that nobody foresaw. */
export function internalError(cause: unknown): AppError {
  return new AppError(
    'internal_error',
    'the server failed; the fault is logged under the X-Request-Id of this answer',
    {
      cause,
    },
  );
}
