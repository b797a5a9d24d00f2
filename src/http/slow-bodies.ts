import { performance } from 'node:perf_hooks';

/** Bytes in a second that a body must come at, on the whole, while others wait for the room that it holds. */
export const LEAST_BYTES_PER_SECOND = 128 * 1024;
/** So long nobody is called slow: connections start slowly, and networks pause. */
export const GRACE_MS = 3000;
const LOOK_MS = 500;

/** A body that is being received. */
export interface Reception {
  /** Bytes so far. */
  received: number;
  /** To be called when it has come, or will not. */
  end: () => void;
}

interface Watched extends Reception {
  startedAt: number;
  giveUp: () => void;
}

/**
 * Gives up bodies that come slowly, but only while others wait for room: a handful of clients that announce long bodies
 * and send hardly anything would otherwise keep all others out until RECEIVE_TIMEOUT_MS.
 */
export class SlowBodies {
  private readonly receptions = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;

  /** @param isAnybodyWaiting for room */
  constructor(private readonly isAnybodyWaiting: () => boolean) {}

  /** @param giveUp called at most once, when it is too slow */
  begin(giveUp: () => void): Reception {
    const reception: Watched = {
      received: 0,
      startedAt: performance.now(),
      giveUp,
      end: () => this.receptions.delete(reception),
    };
    this.receptions.add(reception);
    return reception;
  }

  /** To be called when somebody begins to wait. */
  watch(): void {
    this.timer ??= setInterval(() => {
      this.look();
    }, LOOK_MS).unref();
  }

  private look(): void {
    if (!this.isAnybodyWaiting()) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const now = performance.now();
    for (const { startedAt, received, giveUp, end } of this.receptions) {
      const elapsed = now - startedAt;
      if (elapsed < GRACE_MS || received >= (LEAST_BYTES_PER_SECOND * elapsed) / 1000) continue;
      end();
      giveUp();
    }
  }
}
