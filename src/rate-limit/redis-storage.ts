import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OutageLog } from './outage-log.js';
import { RateStorage } from './rate-storage.js';
import { RedisConnection } from './redis-connection.js';
import { toRecord, type StorageRecord } from './storage-record.js';

/** How long the start waits for Redis. Without it the server starts all the same. */
const START_MS = 1000;

/** The requests of a client cannot be counted. What is to become of them is RATE_LIMIT_ON_REDIS_FAILURE's to say. */
export class CountUnavailable extends Error {
  constructor(cause: unknown) {
    super('Redis does not count', { cause });
    this.name = 'CountUnavailable';
  }
}

/** Counts in Redis, for all replicas together. */
export class RedisStorage extends RateStorage implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('RateLimit');
  private readonly outage: OutageLog;
  private readonly connection: RedisConnection;
  private opening: Promise<void> | undefined;

  /** @param consequence of a failure, for the log */
  constructor(url: string, consequence: string) {
    super();
    this.outage = new OutageLog(this.logger, consequence);
    this.connection = new RedisConnection(url);
  }

  /** Called once for each token that it is provided under, the throttler's own included; it opens one connection. */
  async onModuleInit(): Promise<void> {
    if (this.opening) return;
    this.opening = this.connection.open();
    const isReady = this.opening.then(() => true);
    if (await Promise.race([isReady, sleep(START_MS, false, { ref: false })])) {
      this.logger.log('Requests are counted in Redis');
    } else this.outage.failed(this.connection.lastError);
  }

  onApplicationShutdown(): void {
    this.connection.close();
  }

  /** @throws CountUnavailable within a fraction of a second, at once while Redis is known to be away */
  override async hit(client: string, windowMs: number, limit: number, times: number): Promise<StorageRecord> {
    try {
      const count = await this.connection.hit(client, windowMs, times);
      this.outage.succeeded();
      return toRecord(count, limit);
    } catch (error) {
      this.outage.failed(this.connection.lastError ?? error);
      throw new CountUnavailable(error);
    }
  }
}
