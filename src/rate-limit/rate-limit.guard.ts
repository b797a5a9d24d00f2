import { Inject, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { RateLimiter } from './rate-limiter.js';

/**
 * Refuses a client that asks more often than RATE_LIMIT allows; does nothing where that is unset. It stands behind the
 * AuthGuard, which says whose request it is, and before the body is read.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  @Inject(RateLimiter)
  private readonly limiter!: RateLimiter;

  /** @throws AppError as RateLimiter does */
  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    await this.limiter.count(http.getRequest<Request>(), http.getResponse<Response>());
    return true;
  }
}
