import type { UpstreamFault } from './upstream-fault.js';

const FIRST_MS = 50;
const MOST_MS = 1000;
/** A server that asks to be left alone for longer is not asked again for this request. */
const LONGEST_RETRY_AFTER_MS = 2000;

/**
 * How long to wait before a call is made once more: exponential backoff with full jitter (M. Brooker, "Exponential Backoff
 * And Jitter", 2015), and no less than the server asks for.
 *
 * @param retries made before
 * @param random from 0 to 1
 * @returns milliseconds; undefined where another attempt would not help or could do harm: only what has certainly not
 * been answered, and 503, is worth it
 */
export function retryDelay(fault: UpstreamFault, retries: number, random: number): number | undefined {
  const isWorthIt = fault.kind === 'connection' || fault.status === 503;
  if (!isWorthIt) return undefined;
  const asked = fault.retryAfterMs ?? 0;
  if (asked > LONGEST_RETRY_AFTER_MS) return undefined;
  return asked + random * Math.min(MOST_MS, FIRST_MS * 2 ** retries);
}

/**
 * What may be retried: a fifth of the calls, and a few more. While all calls fail, retries would else make the load on the
 * upstream several times what it was (the retry budget of Finagle and gRPC).
 */
export class RetryBudget {
  private static readonly CALLS_A_RETRY = 5;
  private static readonly MOST = 10 * RetryBudget.CALLS_A_RETRY;
  /** In calls. */
  private left = RetryBudget.MOST;

  /** To be told of every call but for retries. */
  deposit(): void {
    this.left = Math.min(RetryBudget.MOST, this.left + 1);
  }

  /** @returns whether another retry may be made, which is counted then */
  withdraw(): boolean {
    if (this.left < RetryBudget.CALLS_A_RETRY) return false;
    this.left -= RetryBudget.CALLS_A_RETRY;
    return true;
  }
}

/** @param header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date @param now Date.now() */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
