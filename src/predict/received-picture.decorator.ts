import { performance } from 'node:perf_hooks';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { queryOf } from '../http/query-of.js';
import type { ReceivedBody } from '../http/received-body.js';
import { RequestRecord } from '../http/request-record.js';
import { toPictureRequest } from './picture-request.js';

/** The checked request of a route behind the BodyInterceptor, as a PictureRequest. */
export const ReceivedPicture = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const start = performance.now();
  const request = context.switchToHttp().getRequest<Request>();
  const asked = toPictureRequest(request.body as ReceivedBody, queryOf(request));
  RequestRecord.of(context.switchToHttp().getResponse<Response>()).noteStage('parse', start);
  return asked;
});
