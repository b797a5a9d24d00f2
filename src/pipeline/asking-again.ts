import { performance } from 'node:perf_hooks';
import { AppError } from '../errors.js';
import type { Deadline } from './classifier.js';

/** Drawn anew each time, so that those who were refused together do not come again together. */
const PAUSE_MS = { least: 50, most: 250 };

/**
 * Asks for the pictures of one request. One for which the queue has no room is asked for again while the deadline allows
 * it, as whoever sent it would do: others may fill the queue for a moment, and a request that has several pictures under
 * way would go through all of the others in that moment.
 *
 * A refused picture waits until another of the same request has been answered, which makes room, or 50 to 250 ms.
 */
export class AskingAgain {
  /** Those who were refused, the first of them first. */
  private readonly waiting = new Set<() => void>();

  /** @param deadline without which nobody says how long to wait: a refusal is then the answer */
  constructor(private readonly deadline: Deadline | undefined) {}

  /**
   * @returns what it is asked for
   * @throws what asking throws; `overloaded` when the deadline is too near for another try; what the signal is aborted with
   */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await question();
        this.wakeNext();
        return answer;
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'overloaded')) {
          this.wakeNext();
          throw error;
        }
        const pauseMs = PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least);
        if (!this.deadline || this.deadline.expiresAt - performance.now() <= pauseMs) throw error;
        await this.pause(pauseMs, this.deadline.signal);
      }
    }
  }

  /** One answer makes room for one picture. */
  private wakeNext(): void {
    const [wake] = this.waiting;
    wake?.();
  }

  private pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(end);
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.waiting.add(end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
