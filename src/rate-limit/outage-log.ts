import type { Logger } from '@nestjs/common';

/** How often an outage is told of while it lasts. */
const REPEAT_MS = 60_000;

/** Tells of an outage when it begins, once a minute while it lasts, and when it ends; not with every request. */
export class OutageLog {
  private toldAt: number | undefined;
  private failures = 0;

  /** @param consequence what becomes of requests meanwhile */
  constructor(
    private readonly logger: Pick<Logger, 'log' | 'error'>,
    private readonly consequence: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  failed(cause: unknown): void {
    this.failures++;
    if (this.toldAt !== undefined && this.now() - this.toldAt < REPEAT_MS) return;
    this.toldAt = this.now();
    const reason = cause instanceof Error ? cause.message || cause.name : 'it does not answer';
    this.logger.error({ msg: `Redis fails: ${this.consequence}`, reason, failures: this.failures });
  }

  succeeded(): void {
    if (this.toldAt === undefined) return;
    this.logger.log({ msg: 'Redis counts again', failures: this.failures });
    this.toldAt = undefined;
    this.failures = 0;
  }
}
