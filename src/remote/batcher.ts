import { BatchSizes } from './batch-sizes.js';
import { CallSlots } from './call-slots.js';
import type { Clock } from './clock.js';
import { watchTensor, type AddOptions, type QueuedTensor } from './queued-tensor.js';
import { TensorQueue } from './tensor-queue.js';
import type { UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import type { CallOptions } from './upstream-calls.js';

export interface BatchLimits {
  /** BATCH_MAX_SIZE */
  readonly size: number;
  /** BATCH_MAX_DELAY_MS */
  readonly delayMs: number;
  /** INFERENCE_CONNECTIONS: calls at a time */
  readonly calls: number;
}

/** Asks for the scores of some pictures at once. */
export type Infer = (
  contract: UpstreamContract,
  tensors: readonly Uint8Array[],
  options: CallOptions,
) => Promise<Float64Array[]>;

/**
 * Joins the pictures of several requests to batches (docs/decisions/0017-micro-batching.md). While a call is free, a picture
 * waits BATCH_MAX_DELAY_MS at most for others to come; while all calls are under way, those that come meanwhile go together
 * in the next one.
 *
 * A batch that is refused or answered wrongly may be so for the sake of one picture: each is then sent alone, once. Who is
 * no longer waited for leaves at once, and a call for which nobody waits any more is cut off.
 *
 * What gives way goes in calls of its own, so that nobody waits for it, and leaves a call free for whoever comes next, where
 * there are several.
 */
export class Batcher {
  private readonly waiting = new TensorQueue();
  private readonly underWay = new Map<QueuedTensor, () => void>();
  /** Calls under way. */
  private readonly cuts = new Set<AbortController>();
  private readonly slots: CallSlots;
  private readonly sizes: BatchSizes;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: BatchLimits,
    private readonly infer: Infer,
    private readonly clock: Pick<Clock, 'now' | 'sleep'>,
  ) {
    this.sizes = new BatchSizes(limits.size);
    this.slots = new CallSlots(limits.calls, clock, () => {
      this.dispatch();
    });
  }

  /** Pictures that wait for a call, but for those that give way. */
  get length(): number {
    return this.waiting.length + this.slots.pausedPictures;
  }

  /** Rejects all that wait for a call, or to make one again: the upstream is not asked now. */
  rejectWaiting(reason: Error): void {
    for (const item of this.waiting.takeAll()) item.reject(reason);
    this.slots.abortPauses(reason);
  }

  /** Cuts off the calls under way as well: nothing is to be expected of them any more. */
  rejectAll(reason: Error): void {
    this.rejectWaiting(reason);
    for (const cut of this.cuts) cut.abort(reason);
  }

  /**
   * @param tensor little-endian bytes of one picture's; not to be changed before the answer is there
   * @returns its row of scores
   * @throws UpstreamFault, or what the signal is aborted with
   */
  add(
    contract: UpstreamContract,
    tensor: Uint8Array,
    { expiresAt, signal, trace, givesWay = false }: AddOptions,
  ): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const item: QueuedTensor = {
        tensor,
        contract,
        arrivedAt: this.clock.now(),
        expiresAt,
        trace,
        givesWay,
        isAlone: false,
        resolve: (scores) => {
          stopWatching();
          resolve(scores);
        },
        reject: (error) => {
          stopWatching();
          reject(error);
        },
      };
      const stopWatching = watchTensor(item, signal, this.clock, (reason) => {
        this.waiting.delete(item);
        item.reject(reason);
        this.underWay.get(item)?.();
      });
      this.waiting.add(item);
      this.dispatch();
    });
  }

  private dispatch(): void {
    clearTimeout(this.timer);
    this.slots.resume();
    while (this.slots.hasFree && !this.waiting.isEmpty) {
      const batch = this.waiting.next((contract) => this.sizes.mostOf(contract));
      if (batch[0]!.givesWay && !this.slots.hasSpare) return;
      const waitMs = this.untilDue(batch);
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.dispatch();
        }, waitMs);
        return;
      }
      for (const item of batch) this.waiting.delete(item);
      void this.send(batch);
    }
  }

  /** @returns milliseconds for which the batch is to wait for more */
  private untilDue(batch: readonly QueuedTensor[]): number {
    const [first] = batch as [QueuedTensor];
    if (first.isAlone || batch.length >= this.sizes.mostOf(first.contract)) return 0;
    // A timer may come a little early by this clock, and would be set for nothing again and again.
    return Math.ceil(first.arrivedAt + this.limits.delayMs - this.clock.now());
  }

  private async send(batch: readonly QueuedTensor[]): Promise<void> {
    this.slots.take();
    const [{ contract, isAlone }] = batch as [QueuedTensor];
    const nobody = new AbortController();
    this.cuts.add(nobody);
    const present = new Set(batch);
    for (const item of batch) {
      this.underWay.set(item, () => {
        present.delete(item);
        if (present.size === 0) nobody.abort(new Error('nobody waits for the answer any more'));
      });
    }
    try {
      const rows = await this.infer(
        contract,
        batch.map(({ tensor }) => tensor),
        {
          expiresAt: Math.max(...batch.map(({ expiresAt }) => expiresAt)),
          signal: nobody.signal,
          traces: batch.map(({ trace }) => trace),
          mayRetry: !isAlone,
          pause: (milliseconds) => this.slots.pause(milliseconds, batch.length, nobody.signal),
        },
      );
      batch.forEach((item, i) => {
        item.resolve(rows[i]!);
      });
    } catch (error) {
      this.failed(batch, present, error as Error);
    } finally {
      this.cuts.delete(nobody);
      for (const item of batch) this.underWay.delete(item);
      this.slots.giveBack();
    }
  }

  private failed(batch: readonly QueuedTensor[], present: ReadonlySet<QueuedTensor>, error: Error): void {
    const isWorthwhile = batch.length > 1 && error instanceof UpstreamFault && error.isOfBatch;
    if (!isWorthwhile) {
      for (const item of batch) item.reject(error);
      return;
    }
    if (error.kind === 'refused' && present.size === batch.length) this.sizes.learnFrom(batch);
    for (const item of present) item.isAlone = true;
    this.waiting.putFirst(present);
  }
}
