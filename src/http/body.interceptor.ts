import { performance } from 'node:perf_hooks';
import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { AppError } from '../errors.js';
import { BodyReceiver } from './body-receiver.js';
import { isEncoded } from './content-encoding.js';
import { parseJson } from './json.js';
import { parseMediaType, type MediaType } from './media-type.js';
import { parseMultipart, requireBoundary } from './multipart.js';
import type { BodyKind, ReceivedBody } from './received-body.js';
import { RequestRecord } from './request-record.js';

const BODY_KINDS = 'tetrapod:body-kinds';

/** The kinds of bodies that a route takes; the BodyInterceptor looks at them. */
export const TakesBodies = (...kinds: BodyKind[]) => SetMetadata(BODY_KINDS, kinds);

/** As error messages name them. */
const TYPES: Record<BodyKind, string> = {
  json: 'application/json (in UTF-8)',
  raw: 'image/* or application/octet-stream (a picture as it is)',
  form: 'multipart/form-data',
};
/** The second is what S3 says of files whose type it was not told. */
const BYTES = ['application/octet-stream', 'binary/octet-stream'];
const UTF8 = ['utf-8', 'utf8', 'us-ascii'];

/**
 * Reads bodies, by what their Content-Type says that they are. It stands in for Express's parser, which obeys any depth,
 * replaces invalid UTF-8 silently, and reads a refused body to its end before it answers
 * (docs/decisions/0004-own-json-body-reader.md), and for multer, which keeps files (0015-own-multipart-reader.md).
 *
 * It is an interceptor and not a middleware, because guards come before interceptors: the body of a request that they
 * refuse is not read.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(
    private readonly bodies: BodyReceiver,
    private readonly reflector: Reflector,
  ) {}

  /**
   * @throws AppError `unsupported_media_type` before anything is read, `malformed_json`, `malformed_multipart`, and
   * what BodyReceiver throws
   */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const read = readerFor(request, this.reflector.get<BodyKind[]>(BODY_KINDS, context.getHandler()));
    const record = RequestRecord.of(response);
    const asked = performance.now();
    const bytes = await this.bodies.receive(request, response);
    record.bytes = bytes.length;
    record.noteStage('receive', asked);
    const received = performance.now();
    request.body = read(bytes);
    record.noteStage('parse', received);
    return next.handle();
  }
}

function readerFor({ headers }: Request, kinds: readonly BodyKind[]): (bytes: Buffer) => ReceivedBody {
  const media = parseMediaType(headers['content-type'] ?? '');
  const kind = media && kindOf(media);
  if (kind === undefined || !kinds.includes(kind)) {
    const received = headers['content-type'] === undefined ? 'none' : 'another';
    throw new AppError(
      'unsupported_media_type',
      `expected the header Content-Type: ${kinds.map((kind) => TYPES[kind]).join(', ')}; received ${received}`,
    );
  }
  if (isEncoded(headers)) {
    throw new AppError(
      'unsupported_media_type',
      'expected a body that is not compressed, received one that is; send it without Content-Encoding',
    );
  }
  switch (kind) {
    case 'json':
      return (bytes) => ({ kind, value: parseJson(bytes), bytes });
    case 'raw':
      return (bytes) => ({ kind, bytes });
    case 'form': {
      const boundary = requireBoundary(media!.parameters.get('boundary'));
      return (bytes) => ({ kind, parts: parseMultipart(bytes, boundary), bytes });
    }
  }
}

function kindOf({ type, parameters }: MediaType): BodyKind | undefined {
  if (type === 'application/json') {
    return UTF8.includes(parameters.get('charset')?.toLowerCase() ?? 'utf-8') ? 'json' : undefined;
  }
  if (type === 'multipart/form-data') return 'form';
  return type.startsWith('image/') || BYTES.includes(type) ? 'raw' : undefined;
}
