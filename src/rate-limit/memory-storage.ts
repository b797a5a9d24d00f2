import { RateStorage } from './rate-storage.js';
import { toRecord, type StorageRecord } from './storage-record.js';
import { WindowCounter } from './window-counter.js';

/** About 30 MB at most, and more clients than one replica answers within a minute. */
const MOST_CLIENTS = 100_000;

/**
 * Counts in this process alone. The package's own storage keeps every request of every client, without a bound, and
 * sweeps over all of them at once (docs/decisions/0014-keys-and-rate-limits.md).
 */
export class MemoryStorage extends RateStorage {
  private readonly counter: WindowCounter;

  constructor(windowMs: number) {
    super();
    this.counter = new WindowCounter(windowMs, MOST_CLIENTS);
  }

  override hit(client: string, _windowMs: number, limit: number, times: number): Promise<StorageRecord> {
    return Promise.resolve(toRecord(this.counter.hit(client, times), limit));
  }
}
