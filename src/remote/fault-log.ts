import type { Logger } from '@nestjs/common';
import type { UpstreamFault } from './upstream-fault.js';

/** How often failed calls are told of while they fail. */
const REPEAT_MS = 10_000;

/** Tells of calls that fail, with what the upstream wrote: the first one at once, and then how many there were. */
export class FaultLog {
  private toldAt = -Infinity;
  private untold = 0;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly upstream: string,
    private readonly now: () => number,
  ) {}

  failed(fault: UpstreamFault): void {
    this.untold++;
    if (this.now() - this.toldAt < REPEAT_MS) return;
    const wrote = fault.cause instanceof Error ? `; ${fault.cause.message}` : '';
    const others = this.untold > 1 ? `; ${this.untold - 1} more calls failed before` : '';
    this.logger.warn(`${this.upstream} did not answer a call: ${fault.message}${wrote}${others}`);
    this.toldAt = this.now();
    this.untold = 0;
  }
}
