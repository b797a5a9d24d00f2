import type { SizeClass } from '../config/size-class.js';

/** The share of the newest picture in the mean; about the last 30 count. */
const NEWEST = 1 / 16;

/** How long a worker is occupied with a picture: an exponentially weighted moving mean for each class of size. */
export class ServiceTimes {
  private readonly means: Partial<Record<SizeClass, number>> = {};

  /** @param milliseconds from the moment at which a worker could begin with a picture until its answer was there */
  record(sizeClass: SizeClass, milliseconds: number): void {
    const mean = this.means[sizeClass] ?? milliseconds;
    this.means[sizeClass] = mean + (milliseconds - mean) * NEWEST;
  }

  /** @returns milliseconds; what is known of the other class where this one has not come yet, and 0 before both */
  of(sizeClass: SizeClass): number {
    return this.means[sizeClass] ?? this.means.small ?? this.means.large ?? 0;
  }
}
