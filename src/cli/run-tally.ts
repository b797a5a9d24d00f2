import { performance } from 'node:perf_hooks';

/** Counts pictures and the time since it was made. */
export class RunTally {
  private readonly start = performance.now();
  pictures = 0;
  bad = 0;

  add(isBad: boolean): void {
    this.pictures++;
    if (isBad) this.bad++;
  }

  get perSecond(): number {
    const seconds = (performance.now() - this.start) / 1000;
    return seconds > 0 ? this.pictures / seconds : 0;
  }

  /** The last line on standard error. */
  summary(): string {
    const pictures = `${this.pictures} ${this.pictures === 1 ? 'picture' : 'pictures'}`;
    return `${pictures}, ${this.bad} bad, ${this.perSecond.toFixed(1)} files/s\n`;
  }
}
