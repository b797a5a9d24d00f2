import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../errors.js';
import { BodyReceiver } from './body-receiver.js';
import { parseJson } from './json.js';

/**
 * Reads and parses JSON bodies. It stands in for Express's parser, which obeys any depth, replaces invalid UTF-8
 * silently, and reads a refused body to its end before it answers (docs/decisions/0004-own-json-body-reader.md).
 */
@Injectable()
export class JsonBodyMiddleware implements NestMiddleware {
  constructor(private readonly bodies: BodyReceiver) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    requireJson(request);
    const bytes = await this.bodies.receive(request, response);
    response.locals.requestBytes = bytes.length;
    request.body = parseJson(bytes);
    next();
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
