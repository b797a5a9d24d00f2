import { Module } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerModuleOptions, type ThrottlerStorage } from '@nestjs/throttler';
import { AppConfig } from '../config/app-config.js';
import { parseRate } from '../config/rate.js';
import { MemoryStorage } from './memory-storage.js';
import { RedisStorage } from './redis-storage.js';

const STORAGE = 'tetrapod:rate-limit-storage';

/** Where requests are counted: in this process, or in Redis for several replicas. */
@Module({
  providers: [{ provide: STORAGE, inject: [AppConfig], useFactory: chooseStorage }],
  exports: [STORAGE],
})
class CountingModule {}

/** The limit of RATE_LIMIT, for the routes that use the RateLimitGuard. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [CountingModule],
      inject: [AppConfig, STORAGE],
      useFactory: ({ RATE_LIMIT }: AppConfig, storage: ThrottlerStorage): ThrottlerModuleOptions => {
        const rate = parseRate(RATE_LIMIT);
        return {
          throttlers: [{ limit: rate?.requests ?? 0, ttl: rate?.windowMs ?? 0 }],
          skipIf: () => rate === undefined,
          storage,
        };
      },
    }),
  ],
  exports: [ThrottlerModule],
})
export class RateLimitModule {}

function chooseStorage({ RATE_LIMIT, REDIS_URL, RATE_LIMIT_ON_REDIS_FAILURE }: AppConfig): ThrottlerStorage {
  const rate = parseRate(RATE_LIMIT);
  if (rate === undefined || REDIS_URL === '') return new MemoryStorage(rate?.windowMs ?? 0);
  const isOpen = RATE_LIMIT_ON_REDIS_FAILURE === 'allow';
  const consequence = isOpen ? 'requests pass without a limit' : 'POST /predict is refused with 503';
  return new RedisStorage(REDIS_URL, `${consequence} (RATE_LIMIT_ON_REDIS_FAILURE)`);
}
