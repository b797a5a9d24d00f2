import type { ThrottlerStorage } from '@nestjs/throttler';
import type { StorageRecord } from './storage-record.js';

/** Where requests are counted: in this process, or in Redis for several replicas. */
export abstract class RateStorage implements ThrottlerStorage {
  /**
   * @param client whose requests are counted together
   * @param limit of requests in each window
   * @param times how many requests to count
   */
  abstract hit(client: string, windowMs: number, limit: number, times: number): Promise<StorageRecord>;

  increment(client: string, windowMs: number, limit: number): Promise<StorageRecord> {
    return this.hit(client, windowMs, limit, 1);
  }
}
