import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Count } from './window-counter.js';

/** What a ThrottlerStorage answers; its times are in seconds, rounded up. */
export type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

export function toRecord({ hits, msLeft }: Count, limit: number): StorageRecord {
  // To the millisecond first: what is left of a window on a clock of fractions may come out a hair longer than the window.
  const seconds = Math.max(1, Math.ceil(Math.round(msLeft) / 1000));
  const isBlocked = hits > limit;
  return { totalHits: hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}
