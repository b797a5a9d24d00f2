import { Inject, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors.js';
import { limitedClient } from './limited-client.js';
import { setRateLimitHeaders } from './rate-limit-headers.js';
import { CountUnavailable } from './redis-storage.js';
import type { StorageRecord } from './storage-record.js';

/**
 * Refuses a client that asks more often than RATE_LIMIT allows; does nothing where that is unset. It stands behind the
 * AuthGuard, which says whose request it is, and before the body is read.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  @Inject(AppConfig)
  private readonly config!: AppConfig;

  /**
   * Counts a request and says in headers what is left.
   * @throws AppError `rate_limited`; `rate_limit_unavailable` where Redis fails and the settings say so
   */
  protected override async handleRequest({
    context,
    limit,
    ttl,
    blockDuration,
    throttler,
  }: ThrottlerRequest) {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const client = limitedClient(request, response);
    let record: StorageRecord;
    try {
      const id = `${client.kind}:${client.id}`;
      record = await this.storageService.increment(id, ttl, limit, blockDuration, throttler.name ?? '');
    } catch (error) {
      if (!(error instanceof CountUnavailable)) throw error;
      if (this.config.RATE_LIMIT_ON_REDIS_FAILURE === 'allow') return true;
      throw new AppError(
        'rate_limit_unavailable',
        'expected to count this request within the rate limit, but what counts does not answer; ask again later',
        { headers: { 'Retry-After': '1' } },
      );
    }
    setRateLimitHeaders(response, client, { requests: limit, windowMs: ttl }, record);
    if (!record.isBlocked) return true;
    throw new AppError(
      'rate_limited',
      `expected at most ${limit} requests in ${ttl / 1000} s from one ${client.kind === 'key' ? 'API key' : 'address'} ` +
        `(RATE_LIMIT), received more; ask again in ${record.timeToBlockExpire} s`,
      { headers: { 'Retry-After': String(record.timeToBlockExpire) } },
    );
  }
}
