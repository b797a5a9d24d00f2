import { Module } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { AppConfig } from '../config/app-config.js';
import { parseRate } from '../config/rate.js';
import { MemoryStorage } from './memory-storage.js';
import { RateLimiter } from './rate-limiter.js';
import { RateStorage } from './rate-storage.js';
import { RedisStorage } from './redis-storage.js';

@Module({
  providers: [{ provide: RateStorage, inject: [AppConfig], useFactory: chooseStorage }],
  exports: [RateStorage],
})
class CountingModule {}

/** The limit of RATE_LIMIT, for the routes that use the RateLimitGuard. */
@Module({
  imports: [
    CountingModule,
    ThrottlerModule.forRootAsync({
      imports: [CountingModule],
      inject: [AppConfig, RateStorage],
      useFactory: ({ RATE_LIMIT }: AppConfig, storage: RateStorage): ThrottlerModuleOptions => {
        const rate = parseRate(RATE_LIMIT);
        return {
          throttlers: [{ limit: rate?.requests ?? 0, ttl: rate?.windowMs ?? 0 }],
          skipIf: () => rate === undefined,
          storage,
        };
      },
    }),
  ],
  providers: [RateLimiter],
  exports: [ThrottlerModule, RateLimiter],
})
export class RateLimitModule {}

function chooseStorage({ RATE_LIMIT, REDIS_URL, RATE_LIMIT_ON_REDIS_FAILURE }: AppConfig): RateStorage {
  const rate = parseRate(RATE_LIMIT);
  if (rate === undefined || REDIS_URL === '') return new MemoryStorage(rate?.windowMs ?? 0);
  const isOpen = RATE_LIMIT_ON_REDIS_FAILURE === 'allow';
  const consequence = isOpen ? 'requests pass without a limit' : 'pictures are refused with 503';
  return new RedisStorage(REDIS_URL, `${consequence} (RATE_LIMIT_ON_REDIS_FAILURE)`);
}
