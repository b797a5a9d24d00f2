import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RequestDeadline } from '../http/request-deadline.js';
import { RequestRecord } from '../http/request-record.js';
import { AdmissionService } from './admission.service.js';

/**
 * Starts the clock of a request, and refuses it at once where it would wait longer than its deadline or the queue is
 * full: a guard comes before the body is read (docs/decisions/0012-admission.md).
 */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(private readonly admission: AdmissionService) {}

  /** @throws AppError `overloaded`, `not_ready`, or `malformed_request` for a wrong X-Request-Timeout-Ms */
  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const timeout = this.admission.timeoutOf(request);
    RequestDeadline.start(response, timeout, RequestRecord.of(response).trace);
    const refusal = this.admission.refusal(request, timeout);
    if (refusal) throw refusal;
    return true;
  }
}
