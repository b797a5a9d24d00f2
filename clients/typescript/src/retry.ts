import { TetrapodConnectionError } from './tetrapod-error.js';
import { TetrapodProblem } from './tetrapod-problem.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Whether asking once more may help. Every request of this client may be sent twice: none changes anything. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof TetrapodProblem) return error.status === 429 || error.status === 503;
  return error instanceof TetrapodConnectionError;
}

/**
 * Exponential backoff with full jitter, on top of what the server asks for: clients that were refused at the same moment
 * come back at different ones, and none comes too early.
 * @param attempt 0 before the first retry
 * @param retryAfterMs what the server asks for
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function retryPause(attempt: number, retryAfterMs = 0, random: number = Math.random()): number {
  return retryAfterMs + random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
}

/**
 * Reads a header Retry-After: seconds, or a date (RFC 9110, 10.2.3).
 * @param now milliseconds since 1970
 * @returns milliseconds from now; undefined where there is none, or none that can be read
 */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
