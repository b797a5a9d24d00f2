import type { QueuedTensor } from './queued-tensor.js';
import type { UpstreamContract } from './upstream-contract.js';

/** What waits for a call, in the order in which it came. */
export class TensorQueue {
  private readonly waiting = new Set<QueuedTensor>();

  /** How many wait, but for those that give way. */
  get length(): number {
    return [...this.waiting].filter(({ givesWay }) => !givesWay).length;
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  add(item: QueuedTensor): void {
    this.waiting.add(item);
  }

  delete(item: QueuedTensor): void {
    this.waiting.delete(item);
  }

  takeAll(): QueuedTensor[] {
    const all = [...this.waiting];
    this.waiting.clear();
    return all;
  }

  /** Before all others, in their order: they have waited longest. */
  putFirst(items: Iterable<QueuedTensor>): void {
    const others = this.takeAll();
    for (const item of [...items, ...others]) this.waiting.add(item);
  }

  /**
   * The one that came first, of those that do not give way where there is any, and what may go with it. They stay.
   * @param mostOf how many go together
   */
  next(mostOf: (contract: UpstreamContract) => number): QueuedTensor[] {
    const all = [...this.waiting];
    const first = all.find(({ givesWay }) => !givesWay) ?? all[0]!;
    if (first.isAlone) return [first];
    const most = mostOf(first.contract);
    const batch: QueuedTensor[] = [];
    for (const item of all) {
      if (batch.length === most) break;
      const isAlike = item.contract === first.contract && item.givesWay === first.givesWay;
      if (!item.isAlone && isAlike) batch.push(item);
    }
    return batch;
  }
}
