import type { Logger } from '@nestjs/common';

/** How often at most a line is written while spans are lost. */
const EVERY_MS = 10_000;

/** Tells of spans that did not arrive: the first time at once, and then how many there were. */
export class LossLog {
  private toldAt = -Infinity;
  private untold = 0;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number,
  ) {}

  /** @param why nothing of which comes from elsewhere */
  lost(spans: number, why: string): void {
    this.untold += spans;
    if (this.now() - this.toldAt < EVERY_MS) return;
    this.tell(why);
  }

  /** Tells of what has not been told, whenever that was. */
  end(): void {
    if (this.untold > 0) this.tell('these were the last ones');
  }

  private tell(why: string): void {
    this.logger.warn(
      `Traces were not delivered: ${this.untold} spans since the last such line (${why}); requests are answered as ever`,
    );
    this.toldAt = this.now();
    this.untold = 0;
  }
}
