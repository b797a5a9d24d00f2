import { AppError } from '../errors.js';

/** What a refused client is told of the queue. */
export interface QueueFigures {
  /** Pictures that wait, those included that wait to be received. */
  length: number;
  /** QUEUE_MAX */
  max: number;
  /** Until a picture that comes now would have its turn. */
  expected_wait_ms: number;
  /** Mean time that a worker has taken for such a picture lately. */
  service_time_ms: number;
  /** Of which so many live. */
  workers: number;
}

/**
 * @param leftMs until the deadline of the refused request
 * @param needsMs that it would take, with a margin
 */
export function overloaded(figures: QueueFigures, leftMs: number, needsMs: number): AppError {
  const { length, max, expected_wait_ms: wait } = figures;
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  const reason =
    length >= max
      ? `expected room in the queue, but all ${max} places (QUEUE_MAX) are taken`
      : `expected an answer within ${Math.round(leftMs)} ms (REQUEST_TIMEOUT_MS, X-Request-Timeout-Ms), but the ` +
        `pictures that came before and this one may take ${Math.round(needsMs)} ms`;
  return new AppError('overloaded', `${reason}; send it once more in ${seconds} s`, {
    headers: { 'Retry-After': String(seconds) },
    members: { queue: figures },
  });
}

/** @param delayMs until the next worker is started */
export function noWorkers(delayMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(delayMs / 1000));
  return new AppError(
    'not_ready',
    `expected a worker that lives, but the last ones ended, and the next starts in ${seconds} s; send it once more then`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
