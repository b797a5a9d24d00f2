import type { TraceContext } from '../pipeline/trace-context.js';
import type { Clock } from './clock.js';
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

/** How long the scores of a picture are of use, and to whom. */
interface AddOptions {
  readonly expiresAt: number;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: TraceContext | undefined;
  readonly givesWay?: boolean | undefined;
}

interface Item {
  readonly tensor: Uint8Array;
  readonly contract: UpstreamContract;
  readonly arrivedAt: number;
  readonly expiresAt: number;
  /** Of the request that it came with. */
  readonly trace: TraceContext | undefined;
  /** Whether all others go first. */
  readonly givesWay: boolean;
  /** Whether it has failed in a batch, and is to be tried once more alone. */
  isAlone: boolean;
  resolve: (scores: Float64Array) => void;
  readonly reject: (error: Error) => void;
}

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
  private readonly waiting = new Set<Item>();
  private readonly underWay = new Map<Item, () => void>();
  /** Calls under way. */
  private readonly cuts = new Set<AbortController>();
  /** Calls that wait before they are made again. */
  private readonly pauses = new Map<AbortController, number>();
  /** Calls that have waited long enough, and go before all others. */
  private readonly resumed: (() => void)[] = [];
  private calls = 0;
  private timer: NodeJS.Timeout | undefined;
  /** The largest batches of upstreams that have been seen to refuse larger ones. */
  private readonly largest = new WeakMap<UpstreamContract, number>();

  constructor(
    private readonly limits: BatchLimits,
    private readonly infer: Infer,
    private readonly clock: Pick<Clock, 'now' | 'sleep'>,
  ) {}

  /** Pictures that wait for a call, but for those that give way. */
  get length(): number {
    const waiting = [...this.waiting].filter(({ givesWay }) => !givesWay).length;
    return [...this.pauses.values()].reduce((sum, count) => sum + count, waiting);
  }

  /** Rejects all that wait for a call, or to make one again: the upstream is not asked now. */
  rejectWaiting(reason: Error): void {
    const items = [...this.waiting];
    this.waiting.clear();
    for (const item of items) item.reject(reason);
    for (const pause of this.pauses.keys()) pause.abort(reason);
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
      const item: Item = {
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
      const stopWatching = this.watch(item, signal);
      this.waiting.add(item);
      this.dispatch();
    });
  }

  /** Gives up when the deadline has passed, or when the client has gone. */
  private watch(item: Item, signal: AbortSignal | undefined): () => void {
    const leave = (reason: Error) => {
      this.waiting.delete(item);
      item.reject(reason);
      this.underWay.get(item)?.();
    };
    const onAbort = () => {
      leave(signal!.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = Number.isFinite(item.expiresAt)
      ? setTimeout(() => {
          leave(new UpstreamFault('timeout', 'but the deadline of the request passed before it answered'));
        }, item.expiresAt - this.clock.now())
      : undefined;
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  private dispatch(): void {
    clearTimeout(this.timer);
    while (this.calls < this.limits.calls && this.resumed.length > 0) {
      this.calls++;
      this.resumed.shift()!();
    }
    while (this.calls < this.limits.calls && this.waiting.size > 0) {
      const batch = this.nextBatch();
      if (batch[0]!.givesWay && this.calls >= Math.max(1, this.limits.calls - 1)) return;
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

  /** The one that came first, of those that do not give way where there is any, and what may go with it. */
  private nextBatch(): Item[] {
    const all = [...this.waiting];
    const first = all.find(({ givesWay }) => !givesWay) ?? all[0]!;
    if (first.isAlone) return [first];
    const most = this.mostOf(first.contract);
    const batch: Item[] = [];
    for (const item of all) {
      if (batch.length === most) break;
      const isAlike = item.contract === first.contract && item.givesWay === first.givesWay;
      if (!item.isAlone && isAlike) batch.push(item);
    }
    return batch;
  }

  private mostOf(contract: UpstreamContract): number {
    return contract.takesBatches ? (this.largest.get(contract) ?? this.limits.size) : 1;
  }

  /** @returns milliseconds for which the batch is to wait for more */
  private untilDue(batch: readonly Item[]): number {
    const [first] = batch as [Item];
    if (first.isAlone || batch.length >= this.mostOf(first.contract)) return 0;
    // A timer may come a little early by this clock, and would be set for nothing again and again.
    return Math.ceil(first.arrivedAt + this.limits.delayMs - this.clock.now());
  }

  private async send(batch: readonly Item[]): Promise<void> {
    this.calls++;
    const [{ contract, isAlone }] = batch as [Item];
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
          pause: (milliseconds) => this.pause(milliseconds, batch.length, nobody.signal),
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
      this.calls--;
      this.dispatch();
    }
  }

  /**
   * Gives the place of a call to others while it waits to be made again, and takes one when it has waited: a server that
   * sheds load would else be asked by nobody while calls wait.
   *
   * @throws what the signal is aborted with, or what all that wait are rejected with
   */
  private async pause(milliseconds: number, pictures: number, signal: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const either = AbortSignal.any([controller.signal, signal]);
    this.pauses.set(controller, pictures);
    this.calls--;
    this.dispatch();
    try {
      await this.clock.sleep(milliseconds, either);
      await this.place(either);
    } catch (error) {
      // Whoever sent it gives a place back.
      this.calls++;
      throw error;
    } finally {
      this.pauses.delete(controller);
    }
  }

  private place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.resumed.splice(this.resumed.indexOf(resume), 1);
        reject(signal.reason as Error);
      };
      const resume = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.resumed.push(resume);
      this.dispatch();
    });
  }

  private failed(batch: readonly Item[], present: ReadonlySet<Item>, error: Error): void {
    const isWorthwhile = batch.length > 1 && error instanceof UpstreamFault && error.isOfBatch;
    if (!isWorthwhile) {
      for (const item of batch) item.reject(error);
      return;
    }
    if (error.kind === 'refused' && present.size === batch.length) this.learnFrom(batch);
    // Before all others, in their order: they have waited longest.
    const others = [...this.waiting];
    this.waiting.clear();
    for (const item of present) {
      item.isAlone = true;
      this.waiting.add(item);
    }
    for (const item of others) this.waiting.add(item);
  }

  /**
   * Where each picture of a batch that was refused is answered alone, it was refused for its size: the server has a limit
   * that its metadata do not tell.
   */
  private learnFrom(batch: readonly Item[]): void {
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
