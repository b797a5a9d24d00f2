import type { Clock } from './clock.js';

/** Calls at a time, INFERENCE_CONNECTIONS: who has one, who waits to make it again, and who is next. */
export class CallSlots {
  private taken = 0;
  /** Calls that wait before they are made again, and how many pictures go with each. */
  private readonly pauses = new Map<AbortController, number>();
  /** Calls that have waited long enough, and go before all others. */
  private readonly resumed: (() => void)[] = [];

  /** @param onFree called when one may have become free, or a call wants to be made again; it calls `resume` */
  constructor(
    private readonly most: number,
    private readonly clock: Pick<Clock, 'sleep'>,
    private readonly onFree: () => void,
  ) {}

  get hasFree(): boolean {
    return this.taken < this.most;
  }

  /** Whether one is free for what gives way: the last is kept for whoever comes next, where there are several. */
  get hasSpare(): boolean {
    return this.taken < Math.max(1, this.most - 1);
  }

  /** Pictures whose call waits before it is made again. */
  get pausedPictures(): number {
    return [...this.pauses.values()].reduce((sum, count) => sum + count, 0);
  }

  take(): void {
    this.taken++;
  }

  giveBack(): void {
    this.taken--;
    this.onFree();
  }

  /** Gives free places to the calls that have waited long enough. */
  resume(): void {
    while (this.hasFree && this.resumed.length > 0) {
      this.take();
      this.resumed.shift()!();
    }
  }

  abortPauses(reason: Error): void {
    for (const pause of this.pauses.keys()) pause.abort(reason);
  }

  /**
   * Gives the place of a call to others while it waits to be made again, and takes one when it has waited: a server that
   * sheds load would else be asked by nobody while calls wait.
   *
   * @throws what the signal is aborted with, or what all that wait are rejected with
   */
  async pause(milliseconds: number, pictures: number, signal: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const either = AbortSignal.any([controller.signal, signal]);
    this.pauses.set(controller, pictures);
    this.giveBack();
    try {
      await this.clock.sleep(milliseconds, either);
      await this.place(either);
    } catch (error) {
      // Whoever sent it gives a place back.
      this.take();
      throw error;
    } finally {
      this.pauses.delete(controller);
    }
  }

  private place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.resumed.splice(this.resumed.indexOf(resume), 1);
        reject(signal.reason as Error);
      };
      const resume = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.resumed.push(resume);
      this.onFree();
    });
  }
}
