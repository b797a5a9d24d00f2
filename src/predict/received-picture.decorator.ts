import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { queryOf } from '../http/query-of.js';
import type { ReceivedBody } from '../http/received-body.js';
import { toPictureRequest } from './picture-request.js';

/** The checked request of a route behind the BodyInterceptor, as a PictureRequest. */
export const ReceivedPicture = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>();
  return toPictureRequest(request.body as ReceivedBody, queryOf(request));
});
