import type { Clock } from './clock.js';

/** So many calls that fail one after the other are no accident. */
const FAILURES = 5;
const FIRST_OPEN_MS = 1000;
const LONGEST_OPEN_MS = 15_000;

/** The right to make one call, to be given back with how it ended; only the first ending counts. */
export interface Passage {
  succeeded(): void;
  failed(): void;
  /** It says nothing of the upstream: nobody waited for its end. */
  abandoned(): void;
}

/**
 * Stops calls to an upstream that fails, so that clients hear of it at once and it is left in peace to recover
 * (M. Nygard, "Release It!", "Circuit Breaker"). Closed, it lets all calls pass; after FAILURES in a row it opens for a
 * while, which doubles each time; then a single call is let through, on which depends what comes next.
 */
export class CircuitBreaker {
  private failures = 0;
  private opened = 0;
  private openUntil = -Infinity;
  private isOnTrial = false;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'random'>,
    private readonly onChange: (isOpen: boolean) => void = () => undefined,
  ) {}

  /** Half-open, it lets a single call pass. */
  get state(): 'closed' | 'open' | 'half-open' {
    if (this.opened === 0) return 'closed';
    return this.clock.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** Whether nobody passes now: it is open, or the one call is under way that it lets pass. */
  get isOpen(): boolean {
    return this.state === 'open' || this.isOnTrial;
  }

  /** Milliseconds until a call may pass; 0 where one may now, or as soon as another one has ended. */
  get openForMs(): number {
    return this.opened === 0 ? 0 : Math.max(0, this.openUntil - this.clock.now());
  }

  /** @returns undefined where a call must not be made now */
  enter(): Passage | undefined {
    if (this.opened === 0) return this.passage(false);
    if (this.isOpen) return undefined;
    this.isOnTrial = true;
    return this.passage(true);
  }

  /** To be told when the upstream has been seen to be well: the next call is let through at once. */
  encourage(): void {
    this.openUntil = -Infinity;
  }

  /** To be told when the upstream has been seen not to be well. */
  trip(): void {
    if (this.opened === 0) this.open();
  }

  private passage(isTrial: boolean): Passage {
    let hasEnded = false;
    const once = (end: () => void) => () => {
      if (hasEnded) return;
      hasEnded = true;
      if (isTrial) this.isOnTrial = false;
      end();
    };
    return {
      succeeded: once(() => {
        this.failures = 0;
        if (this.opened === 0) return;
        this.opened = 0;
        this.onChange(false);
      }),
      failed: once(() => {
        // What was under way when it opened, and fails later, says nothing new.
        if (this.opened === 0 ? ++this.failures >= FAILURES : isTrial) this.open();
      }),
      abandoned: once(() => undefined),
    };
  }

  /** Replicas that opened together are not to try again together. */
  private open(): void {
    const openMs = Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** this.opened);
    this.openUntil = this.clock.now() + openMs * (0.75 + this.clock.random() / 2);
    if (this.opened++ === 0) this.onChange(true);
    this.failures = 0;
  }
}
