import type { Size } from './preprocessing-spec.js';
import type { ResampleFilter } from './resample-filter.js';
import { planResize, type ResizePlan } from './resize-plan.js';

/** Plans of recent sizes: for lanczos to make one takes a third of the time of the resize itself. */
export class ResizePlans {
  /** In order of last use. */
  private readonly plans = new Map<string, ResizePlan>();

  constructor(private readonly capacity = 32) {}

  /** As planResize(). */
  get(input: Size, size: Size, filter: Exclude<ResampleFilter, 'nearest'>, crop: Size = size): ResizePlan {
    const key = [filter, input, size, crop].map((part) => keyOf(part)).join(' ');
    const plan = this.plans.get(key) ?? planResize(input, size, filter, crop);
    this.plans.delete(key);
    this.plans.set(key, plan);
    if (this.plans.size > this.capacity) this.plans.delete(this.plans.keys().next().value!);
    return plan;
  }
}

function keyOf(part: string | Size): string {
  return typeof part === 'string' ? part : `${part.width}x${part.height}`;
}
