import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError } from '../errors.js';
import { allowedMethods } from './allowed-methods.js';
import { answerAndDiscard } from './answer-and-discard.js';
import { errorAnswer } from './error-answer.js';
import { internalError, logFault } from './log-fault.js';
import { ClientGone } from './request-deadline.js';
import { RequestRecord } from './request-record.js';

/** Answers every failure, with a problem document (RFC 9457) but under the paths of the Open Inference Protocol. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (exception instanceof ClientGone) return;
    const error = this.toAppError(exception, request);
    const record = RequestRecord.of(response);
    const { requestId } = record;
    logFault(error, record);
    record.code = error.code;
    if (response.headersSent || response.destroyed) return;
    // As text: Node sends a short one together with the head, in one call of the kernel.
    const { status, type, body } = errorAnswer(error, requestId, request.path);
    response.status(status).set(error.headers).setHeader('Content-Type', type);
    if (!hasBody(request)) response.setHeader('Content-Length', Buffer.byteLength(body)).end(body);
    else answerAndDiscard(request, response, body);
  }

  private toAppError(exception: unknown, request: Request): AppError {
    if (exception instanceof AppError) return exception;
    const status = exception instanceof HttpException ? exception.getStatus() : statusOf(exception);
    if (status === 404) return this.notFound(request);
    if (status >= 400 && status < 500) {
      return new AppError(
        'malformed_request',
        'expected a path in sound percent-encoding, received another; encode it again',
        {
          cause: exception,
        },
      );
    }
    if (status === 503) return new AppError('not_ready', 'expected a server that is ready; ask again later');
    return internalError(exception);
  }

  private notFound(request: Request): AppError {
    const methods = allowedMethods(request);
    if (methods.length === 0) {
      return new AppError(
        'not_found',
        'expected a path of the API, which its OpenAPI document lists; received another',
      );
    }
    const allow = methods.join(', ');
    return new AppError('method_not_allowed', `expected ${allow} for this path, received ${request.method}`, {
      headers: { Allow: allow },
    });
  }
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Express marks the errors of its own router with a status. */
function statusOf(exception: unknown): number {
  const status = (exception as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}
