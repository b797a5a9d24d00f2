/** How often a client has asked within its window. */
export interface Count {
  /** This time included. */
  hits: number;
  /** Until the window ends, and the next request begins another. */
  msLeft: number;
}

interface Window {
  hits: number;
  endsAt: number;
}

/**
 * Counts requests in windows of one length, which begin with a client's first request. A client costs one small object
 * until its window has ended, and there are never more of them than a bound.
 *
 * Windows are all equally long, so that the map, which keeps the order of insertion, has those that end first in front.
 * What has ended is removed a few at a time, with no timer and no sweep over all of them.
 */
export class WindowCounter {
  private readonly windows = new Map<string, Window>();

  /**
   * @param windowMs the length of every window
   * @param capacity the most clients that are remembered; beyond it, those whose windows end first are forgotten early
   * @param now milliseconds on a clock that never goes back
   */
  constructor(
    private readonly windowMs: number,
    private readonly capacity: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.windows.size;
  }

  /** Counts requests of a client. */
  hit(client: string, times = 1): Count {
    const now = this.now();
    let window = this.windows.get(client);
    if (window === undefined || window.endsAt <= now) {
      // Deleted first, so that the new one is inserted behind all others.
      this.windows.delete(client);
      this.makeRoom(now);
      window = { hits: 0, endsAt: now + this.windowMs };
      this.windows.set(client, window);
    }
    window.hits += times;
    return { hits: window.hits, msLeft: window.endsAt - now };
  }

  /** Removes two that have ended for each that comes, so that they become fewer; and one in any case where it is full. */
  private makeRoom(now: number): void {
    let removable = 2;
    for (const [client, { endsAt }] of this.windows) {
      if (endsAt > now && this.windows.size < this.capacity) return;
      this.windows.delete(client);
      if (--removable === 0) return;
    }
  }
}
