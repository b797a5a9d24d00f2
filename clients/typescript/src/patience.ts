import { TetrapodTimeoutError } from './tetrapod-error.js';

/** The longest that setTimeout can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long somebody waits for an answer, all attempts together: until a time, or until they have lost interest. */
export class Patience {
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param timeoutMs Infinity for ever
   * @param interest aborted by whoever asks
   * @throws the reason of `interest` where it is aborted already
   */
  constructor(
    private readonly timeoutMs: number,
    private readonly interest: AbortSignal | undefined,
  ) {
    interest?.throwIfAborted();
    this.endsAt = performance.now() + timeoutMs;
    if (timeoutMs <= LONGEST_TIMER_MS) this.timer = setTimeout(this.timeOut, timeoutMs);
    interest?.addEventListener('abort', this.loseInterest);
  }

  /** Aborted at the end, by either cause. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Milliseconds. */
  get left(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** @throws TetrapodTimeoutError or the reason of the caller's signal, where the end has come */
  throwIfOver(): void {
    this.signal.throwIfAborted();
  }

  /**
   * @param milliseconds less than are left
   * @throws as `throwIfOver`, at once when the end comes
   */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', wake);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason
        if (this.signal.aborted) reject(this.signal.reason);
        else resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.signal.addEventListener('abort', wake);
    });
  }

  /** To be called when the answer is there, or will not be: otherwise a timer goes on. */
  end(): void {
    clearTimeout(this.timer);
    this.interest?.removeEventListener('abort', this.loseInterest);
  }

  private readonly loseInterest = () => {
    this.controller.abort(this.interest!.reason);
  };

  private readonly timeOut = () => {
    this.controller.abort(
      new TetrapodTimeoutError(
        `expected an answer within ${this.timeoutMs} ms (timeoutMs), received none; ask again later or wait for longer`,
      ),
    );
  };
}
