import { performance } from 'node:perf_hooks';
import { LiveLine } from './live-line.js';
import { progressLine } from './progress-line.js';

/** Fewer are done before anybody could read a bar. */
const MIN_FILES = 20;

/** A bar on standard error while many files are worked on, where somebody can see it. */
export class Progress {
  private readonly line = new LiveLine();
  private readonly startedAt = performance.now();
  private done = 0;
  private total = 0;

  /** Whether somebody can see a bar, so that counting the files is worth the while. */
  get isVisible(): boolean {
    return this.line.isVisible;
  }

  setTotal(total: number): void {
    this.total = total;
    this.showIfMany();
  }

  advance(): void {
    this.done++;
    this.showIfMany();
  }

  /** Makes room for lines that are about to be written to the terminal. */
  clear(): void {
    this.line.clear();
  }

  stop(): void {
    this.line.stop();
  }

  private showIfMany(): void {
    if (Math.max(this.done, this.total) <= MIN_FILES) return;
    this.line.start(() => {
      const { done, total, startedAt } = this;
      return progressLine({ done, total, seconds: (performance.now() - startedAt) / 1000, unit: 'files' });
    });
  }
}
