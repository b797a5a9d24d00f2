import { performance } from 'node:perf_hooks';

/** A step of the machine's clock; what is less is the coarseness of Date.now(). */
const STEP_MS = 5;

/** What `WallClock` asks for the time: what counts evenly, and what people set. */
export interface TimeSources {
  /** performance.now() */
  readonly monotonic: () => number;
  /** Date.now() */
  readonly wall: () => number;
}

/**
 * Turns what performance.now() counts into milliseconds since 1970 that other machines understand. All times of one request
 * are shifted alike, so that none of its stages seems to begin before it; the shift follows the machine's clock where that
 * is corrected.
 */
export class WallClock {
  constructor(
    private shiftMs = performance.timeOrigin,
    private readonly sources: TimeSources = { monotonic: () => performance.now(), wall: () => Date.now() },
  ) {}

  /** @returns milliseconds since 1970 */
  now(): number {
    return this.shift() + this.sources.monotonic();
  }

  /** @returns what is to be added to the times of a request that begins now */
  shift(): number {
    const { monotonic, wall } = this.sources;
    const shift = wall() - monotonic();
    if (Math.abs(shift - this.shiftMs) > STEP_MS) this.shiftMs = shift;
    return this.shiftMs;
  }
}
