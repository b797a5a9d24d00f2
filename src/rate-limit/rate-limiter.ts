import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { parseRate, type Rate } from '../config/rate.js';
import { AppError } from '../errors.js';
import { limitedClient, type LimitedClient } from './limited-client.js';
import { setRateLimitHeaders } from './rate-limit-headers.js';
import { CountUnavailable } from './redis-storage.js';
import { RateStorage } from './rate-storage.js';
import type { StorageRecord } from './storage-record.js';

/** Counts the requests of clients within RATE_LIMIT; does nothing where that is unset. */
@Injectable()
export class RateLimiter {
  private readonly rate: Rate | undefined;

  constructor(
    private readonly config: AppConfig,
    @Inject(RateStorage) private readonly storage: RateStorage,
  ) {
    this.rate = parseRate(config.RATE_LIMIT);
  }

  /**
   * Counts a request and says in headers what is left.
   * @throws AppError `rate_limited`; `rate_limit_unavailable` where Redis fails and the settings say so
   */
  async count(request: Request, response: Response): Promise<void> {
    await this.hit(request, response, 1, ({ totalHits }, { requests }) => totalHits <= requests);
  }

  /**
   * Counts what a request that was counted once has in it beyond that: a batch is as many requests as it has items. One
   * that uses up more than is left is answered all the same, or none larger than the limit ever would be; it is refused
   * where others have used up the limit since it was counted itself.
   * @throws AppError as `count` does
   */
  async countFurther(request: Request, response: Response, further: number): Promise<void> {
    if (further === 0) return;
    await this.hit(
      request,
      response,
      further,
      ({ totalHits }, { requests }) => totalHits - further <= requests,
    );
  }

  private async hit(
    request: Request,
    response: Response,
    times: number,
    isWithin: (record: StorageRecord, rate: Rate) => boolean,
  ): Promise<void> {
    if (!this.rate) return;
    const client = limitedClient(request, response);
    let record: StorageRecord;
    try {
      const { requests, windowMs } = this.rate;
      record = await this.storage.hit(`${client.kind}:${client.id}`, windowMs, requests, times);
    } catch (error) {
      if (!(error instanceof CountUnavailable)) throw error;
      if (this.config.RATE_LIMIT_ON_REDIS_FAILURE === 'allow') return;
      throw new AppError(
        'rate_limit_unavailable',
        'expected to count this request within the rate limit, but what counts does not answer; ask again later',
        { headers: { 'Retry-After': '1' } },
      );
    }
    setRateLimitHeaders(response, client, this.rate, record);
    if (!isWithin(record, this.rate)) throw rateLimited(client, this.rate, record);
  }
}

function rateLimited({ kind }: LimitedClient, rate: Rate, { timeToExpire }: StorageRecord): AppError {
  return new AppError(
    'rate_limited',
    `expected at most ${rate.requests} requests in ${rate.windowMs / 1000} s from one ${kind === 'key' ? 'API key' : 'address'} ` +
      `(RATE_LIMIT), received more; ask again in ${timeToExpire} s`,
    { headers: { 'Retry-After': String(timeToExpire) } },
  );
}
