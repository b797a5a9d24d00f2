import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../errors.js';

/** @throws AppError `malformed_request` for an HTTP/1.1 request without Host (RFC 9112, 3.2) */
export function requireHost(request: Request, _response: Response, next: NextFunction): void {
  if (request.httpVersion === '1.1' && request.headers.host === undefined) {
    throw new AppError('malformed_request', 'expected a Host header, received none');
  }
  next();
}
