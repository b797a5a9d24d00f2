import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AppError } from '../errors.js';
import { negotiate } from './accept.js';

const ANSWER_TYPES = 'tetrapod:answer-types';

/** The media types that a route can answer with, the usual one first; the AcceptGuard looks at them. */
export const AnswersWith = (...types: [string, ...string[]]) => SetMetadata(ANSWER_TYPES, types);

/**
 * Refuses a client that could not read any answer of the route, before its body is read. Problems are answered whatever
 * it accepts (RFC 9457, 3): it should hear what was wrong.
 */
@Injectable()
export class AcceptGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws AppError `not_acceptable` */
  canActivate(context: ExecutionContext): true {
    const offered = this.reflector.get<string[]>(ANSWER_TYPES, context.getHandler());
    const { accept } = context.switchToHttp().getRequest<Request>().headers;
    const chosen = negotiate(accept, offered);
    if (chosen === undefined) {
      throw new AppError(
        'not_acceptable',
        `expected the header Accept to allow ${offered.join(' or ')}, received one that does not; correct it or leave it out`,
      );
    }
    context.switchToHttp().getResponse<Response>().locals.answerType = chosen;
    return true;
  }
}

/** Which of its media types a route is to answer with. */
export function answerTypeOf(response: Response): string {
  return response.locals.answerType as string;
}
