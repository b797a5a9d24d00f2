import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { BodyReceiver } from '../http/body-receiver.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { REQUEST_TIMEOUT_HEADER, requestTimeout } from './request-timeout.js';

/**
 * Starts the clock of a request, and refuses it at once where it would wait longer than its deadline or the queue is
 * full. A guard comes before the body is read, so that refusing costs next to nothing and the workers go on at full
 * speed, whatever comes in (docs/decisions/0012-admission.md).
 */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(
    private readonly config: AppConfig,
    private readonly bodies: BodyReceiver,
    private readonly workers: WorkerPool,
  ) {}

  /** @throws AppError `overloaded`, `not_ready`, or `malformed_request` for a wrong header */
  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const timeout = requestTimeout(request.get(REQUEST_TIMEOUT_HEADER), this.config.REQUEST_TIMEOUT_MS);
    const { expiresAt } = RequestDeadline.start(response, timeout);
    this.workers.admit(this.bodies.lengthOf(request), expiresAt, this.bodies.waiting);
    return true;
  }
}
