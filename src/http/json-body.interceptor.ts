import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { AppError } from '../errors.js';
import { BodyReceiver } from './body-receiver.js';
import { parseJson } from './json.js';

/**
 * Reads and parses JSON bodies. It stands in for Express's parser, which obeys any depth, replaces invalid UTF-8
 * silently, and reads a refused body to its end before it answers (docs/decisions/0004-own-json-body-reader.md).
 *
 * It is an interceptor and not a middleware, because guards come before interceptors: the body of a request that they
 * refuse is not read.
 */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  constructor(private readonly bodies: BodyReceiver) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    requireJson(request);
    const bytes = await this.bodies.receive(request, response);
    response.locals.requestBytes = bytes.length;
    request.body = parseJson(bytes);
    return next.handle();
  }
}

/** @throws AppError `unsupported_media_type` for anything but unencoded JSON in UTF-8 */
function requireJson(request: Request): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const isUtf8 =
    charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset.slice(8).replaceAll('"', ''));
  if (type.trim() !== 'application/json' || !isUtf8) {
    const received = request.headers['content-type'] === undefined ? 'none' : 'another';
    throw new AppError(
      'unsupported_media_type',
      `expected the header Content-Type: application/json (in UTF-8), received ${received}`,
    );
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError(
      'unsupported_media_type',
      'expected a body without Content-Encoding; send it uncompressed',
    );
  }
}
