import { percentile } from '../../evaluate/percentile.js';
import type { StepResult } from './step.js';

/** Everything that came of the requests of one phase. */
export class Tally {
  private readonly startedAt = performance.now();
  private lastRightAt = this.startedAt;
  private readonly latencies: number[] = [];
  private readonly errors: Record<string, number> = {};
  private wrong = 0;
  private firstWrong: string | undefined;

  addRight(startedAt: number): void {
    this.lastRightAt = performance.now();
    this.latencies.push(this.lastRightAt - startedAt);
  }

  addWrong(problem: string): void {
    this.wrong++;
    this.firstWrong ??= problem;
  }

  addError(code: string): void {
    this.errors[code] = (this.errors[code] ?? 0) + 1;
  }

  result(): Omit<StepResult, 'clientCpuMs' | 'sent'> {
    const ascending = Float64Array.from(this.latencies).sort();
    const sum = ascending.reduce((a, b) => a + b, 0);
    return {
      answers: ascending.length,
      seconds: (this.lastRightAt - this.startedAt) / 1000,
      latency: {
        mean: sum / ascending.length,
        p50: percentile(ascending, 50),
        p99: percentile(ascending, 99),
        max: percentile(ascending, 100),
      },
      wrong: this.wrong,
      ...(this.firstWrong === undefined ? {} : { firstWrong: this.firstWrong }),
      errors: this.errors,
    };
  }
}
