import { AppError } from '../errors.js';

/** What is worked out is a mean; who is admitted should be in time though it takes so much longer. */
export const MARGIN = 1.5;

/** What a refused client is told of the queue. */
interface QueueFigures {
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

/** What is known of the workers when somebody comes. */
export interface Load {
  /** Pictures that wait, those included that wait to be received. */
  readonly length: number;
  /** QUEUE_MAX */
  readonly max: number;
  /** Milliseconds of workers, for all of them together, until the turn of a newcomer. */
  readonly workMs: number;
  /** Milliseconds of a worker for the newcomer itself. */
  readonly serviceMs: number;
  /** That live. */
  readonly workers: number;
  readonly isAnyIdle: boolean;
  readonly untilNextStartMs: number;
}

/**
 * @param leftMs until the deadline of a newcomer
 * @returns why it is refused: `overloaded`, or `not_ready` where no worker lives and none will in time
 */
export function refusalUnder(load: Load, leftMs: number): AppError | undefined {
  const { length, max, workMs, serviceMs, workers, isAnyIdle } = load;
  const delay = workers === 0 ? load.untilNextStartMs : 0;
  if (delay > leftMs) return noWorkers(delay);
  if (length === 0 && isAnyIdle) return undefined;
  const wait = delay + workMs / Math.max(1, workers);
  const needs = (wait + serviceMs) * MARGIN;
  if (length < max && needs <= leftMs) return undefined;
  const figures = {
    length,
    max,
    expected_wait_ms: Math.round(wait),
    service_time_ms: Math.round(serviceMs * 100) / 100,
    workers,
  };
  return overloaded(figures, leftMs, needs);
}

/**
 * @param leftMs until the deadline of the refused request
 * @param needsMs that it would take, with a margin
 */
function overloaded(figures: QueueFigures, leftMs: number, needsMs: number): AppError {
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
function noWorkers(delayMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(delayMs / 1000));
  return new AppError(
    'not_ready',
    `expected a worker that lives, but the last ones ended, and the next starts in ${seconds} s; send it once more then`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
