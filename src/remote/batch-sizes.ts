import type { QueuedTensor } from './queued-tensor.js';
import type { UpstreamContract } from './upstream-contract.js';

/** How many pictures an upstream takes at once. */
export class BatchSizes {
  /** Of upstreams that have been seen to refuse larger batches. */
  private readonly largest = new WeakMap<UpstreamContract, number>();

  /** @param most BATCH_MAX_SIZE */
  constructor(private readonly most: number) {}

  mostOf(contract: UpstreamContract): number {
    return contract.takesBatches ? (this.largest.get(contract) ?? this.most) : 1;
  }

  /**
   * Where each picture of a batch that was refused is answered alone, it was refused for its size: the server has a limit
   * that its metadata do not tell.
   */
  learnFrom(batch: readonly QueuedTensor[]): void {
    let answered = 0;
    const { contract } = batch[0]!;
    for (const item of batch) {
      const { resolve } = item;
      item.resolve = (scores) => {
        resolve(scores);
        if (++answered < batch.length) return;
        const half = Math.max(1, Math.floor(batch.length / 2));
        this.largest.set(contract, Math.min(half, this.mostOf(contract)));
      };
    }
  }
}
