import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PullError } from './pull-error.js';

/** Time and chance, so that tests need neither. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to 1, 1 excluded. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
  random: () => Math.random(),
};

export interface RetryPolicy {
  /** How often one file is asked for, the first time included; more survives longer outages. */
  attempts: number;
  /** The pause after the first failure, in milliseconds; doubles with each failure up to `maxMs`. */
  baseMs: number;
  maxMs: number;
  /** The longest pause that a server may ask for. The Hub counts requests in windows of 300 seconds. */
  longestWaitMs: number;
  /** For how long a host is tried that has not answered yet: more survives a network that comes up late. */
  unreachedMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 8,
  baseMs: 500,
  maxMs: 30_000,
  longestWaitMs: 310_000,
  unreachedMs: 10_000,
};

/** A failure that may pass: try again, after `waitMs` milliseconds if the server said so. */
export class TransientError extends Error {
  readonly waitMs: number | undefined;
  /** No connection, to a host that has not answered in this pull: a wrong address rather than a bad moment. */
  readonly unreached: boolean;

  constructor(message: string, { waitMs, unreached = false, cause }: TransientDetails = {}) {
    super(message, { cause });
    this.name = 'TransientError';
    this.waitMs = waitMs;
    this.unreached = unreached;
  }
}

interface TransientDetails {
  waitMs?: number | undefined;
  unreached?: boolean;
  cause?: unknown;
}

/**
 * Runs `attempt` until it does not throw a `TransientError`, with growing pauses.
 * @throws {PullError} when the attempts are used up, the server asks for too long a pause, or cannot be reached
 */
export async function retrying<T>(
  what: string,
  { policy, clock }: { policy: RetryPolicy; clock: Clock },
  attempt: () => Promise<T>,
  onRetry: (reason: string, pauseMs: number) => void,
): Promise<T> {
  const startedAt = clock.now();
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (failures >= policy.attempts) {
        throw new PullError(
          `${what}: gave up after ${failures} attempts, the last failed with: ${error.message}; check address and network, and run the same command again, it goes on where this one stopped`,
          { cause: error },
        );
      }
      if (error.waitMs !== undefined && error.waitMs > policy.longestWaitMs) {
        throw new PullError(
          `${what}: ${error.message}, and the server asks to wait ${Math.ceil(error.waitMs / 1000)} s; run the same command again after that`,
          { cause: error },
        );
      }
      const pauseMs = Math.max(error.waitMs ?? 0, backoffMs(failures, policy, clock.random()));
      if (error.unreached && clock.now() - startedAt + pauseMs > policy.unreachedMs) {
        throw new PullError(
          `${what}: ${error.message}; tried for ${Math.round((clock.now() - startedAt) / 1000)} s; check the network and the address (of the Hub: HF_ENDPOINT), and run the same command again`,
          { cause: error },
        );
      }
      onRetry(error.message, pauseMs);
      await clock.sleep(pauseMs);
    }
  }
}

/** Half of the pause is fixed, half is chance, so that many clients do not come back in the same moment. */
export function backoffMs(failures: number, { baseMs, maxMs }: RetryPolicy, random: number): number {
  const full = Math.min(maxMs, baseMs * 2 ** (failures - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The pause that a server asks for, in milliseconds: `Retry-After` (seconds or a date, RFC 9110, 10.2.3), else
 * the `t` of `RateLimit`, which is all that the Hub sends with a 429 (https://huggingface.co/docs/hub/rate-limits).
 */
export function requestedWaitMs(
  headers: IncomingHttpHeaders,
  status: number,
  now: number,
): number | undefined {
  const after = headers['retry-after']?.trim();
  if (after !== undefined && /^\d+$/.test(after)) return Number(after) * 1000;
  if (after !== undefined && !Number.isNaN(Date.parse(after))) return Math.max(0, Date.parse(after) - now);
  const limit = headers.ratelimit;
  const reset = status === 429 && typeof limit === 'string' ? /;\s*t=(\d+)/.exec(limit)?.[1] : undefined;
  return reset === undefined ? undefined : Number(reset) * 1000;
}
