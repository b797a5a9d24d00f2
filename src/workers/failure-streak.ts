import { restartDelay } from './restart-delay.js';

/** Workers that end within so short a time end of the same cause. */
const SAME_CAUSE_MS = 100;

/** Counts the workers that ended or did not start, without one in between that lasted. */
export class FailureStreak {
  private failures = 0;
  private lastAt = -Infinity;

  get length(): number {
    return this.failures;
  }

  /**
   * @param now milliseconds on any clock
   * @param startedAt when the failed one was started: after the last failure it cannot share its cause
   * @returns milliseconds to wait before another is started
   */
  add(now: number, startedAt: number): number {
    const isOfSameCause = startedAt <= this.lastAt && now - this.lastAt <= SAME_CAUSE_MS;
    if (!isOfSameCause || this.failures === 0) this.failures++;
    this.lastAt = now;
    return restartDelay(this.failures - 1);
  }

  end(): void {
    this.failures = 0;
  }
}
