import type { TraceContext } from '../pipeline/trace-context.js';
import type { Clock } from './clock.js';
import type { UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';

/** How long the scores of a picture are of use, and to whom. */
export interface AddOptions {
  readonly expiresAt: number;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: TraceContext | undefined;
  readonly givesWay?: boolean | undefined;
}

/** One picture that is to go to the upstream, and who waits for its scores. */
export interface QueuedTensor {
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
 * Gives a picture up when its deadline has passed, or when its client has gone.
 * @returns to be called when it has been answered
 */
export function watchTensor(
  item: QueuedTensor,
  signal: AbortSignal | undefined,
  clock: Pick<Clock, 'now'>,
  leave: (reason: Error) => void,
): () => void {
  const onAbort = () => {
    leave(signal!.reason as Error);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = Number.isFinite(item.expiresAt)
    ? setTimeout(() => {
        leave(new UpstreamFault('timeout', 'but the deadline of the request passed before it answered'));
      }, item.expiresAt - clock.now())
    : undefined;
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}
