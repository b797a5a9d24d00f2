import type { SizeClass } from '../config/size-class.js';

/** The share of the newest picture in the mean; about the last 30 count. */
const NEWEST = 1 / 16;
/** The first pictures of a process take many times as long as later ones: before so many, nothing is known. */
const FIRST = 16;
/** One picture counts as no more than so many times the mean: the machine may have been busy with something else. */
const MOST = 4;

interface Mean {
  count: number;
  milliseconds: number;
}

/** How long a worker is occupied with a picture: an exponentially weighted moving mean for each class of size. */
export class ServiceTimes {
  private readonly means: Record<SizeClass, Mean> = {
    small: { count: 0, milliseconds: 0 },
    large: { count: 0, milliseconds: 0 },
  };

  /** @param milliseconds from the moment at which a worker could begin with a picture until its answer was there */
  record(sizeClass: SizeClass, milliseconds: number): void {
    const mean = this.means[sizeClass];
    mean.count++;
    // The plain mean first, of which the newest has a smaller share from one to the next.
    const share = Math.max(NEWEST, 1 / mean.count);
    const bounded = mean.count <= FIRST ? milliseconds : Math.min(milliseconds, MOST * mean.milliseconds);
    mean.milliseconds += (bounded - mean.milliseconds) * share;
  }

  /** @returns milliseconds; what is known of the other class where this one is not known yet, and 0 before both */
  of(sizeClass: SizeClass): number {
    const { small, large } = this.means;
    const known = [this.means[sizeClass], small, large].find(({ count }) => count >= FIRST);
    return known?.milliseconds ?? 0;
  }
}
