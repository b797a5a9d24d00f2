import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AppConfig } from '../config/app-config.js';
import type { AppError } from '../errors.js';
import { BodyReceiver } from '../http/body-receiver.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { REQUEST_TIMEOUT_HEADER, requestTimeout } from './request-timeout.js';

/** Decides which requests are taken, by how long they may wait and how long they would. */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly config: AppConfig,
    private readonly bodies: BodyReceiver,
    private readonly workers: WorkerPool,
  ) {}

  /** Milliseconds that a request may wait which asks for no less. */
  get longestTimeout(): number {
    return this.config.REQUEST_TIMEOUT_MS;
  }

  /**
   * @returns milliseconds that a request may wait
   * @throws AppError `malformed_request` for a wrong X-Request-Timeout-Ms
   */
  timeoutOf(request: Request): number {
    return requestTimeout(request.get(REQUEST_TIMEOUT_HEADER), this.config.REQUEST_TIMEOUT_MS);
  }

  /**
   * @param timeout milliseconds that it may wait
   * @returns why a request that comes now is refused, `overloaded` or `not_ready`, where it is
   */
  refusal(request: Request, timeout: number): AppError | undefined {
    return this.workers.refusal(
      this.bodies.lengthOf(request),
      performance.now() + timeout,
      this.bodies.waiting,
    );
  }
}
