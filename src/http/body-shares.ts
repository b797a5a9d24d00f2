import type { Response } from 'express';
import type { AppConfig } from '../config/app-config.js';
import { sizeClassOf, type SizeClass } from '../config/size-class.js';
import { workerCount } from '../config/worker-count.js';
import { AppError } from '../errors.js';
import { ByteBudget } from './byte-budget.js';
import { ClientGone, RequestDeadline } from './request-deadline.js';

/**
 * Four photos of 12 megapixels for each worker: one that it works on, one at hand, and two that are being received. With
 * twice as many nothing is answered faster, and with a third workers wait (docs/decisions/0011-memory-of-bodies.md).
 */
const LARGE_BYTES_PER_WORKER = 24 * 1024 * 1024;
/** What small bodies have for themselves, so that large ones cannot keep them out: room for at least four. */
const SHARE_OF_SMALL = 1 / 4;
const LEAST_FOR_SMALL = 1024 * 1024;
const BYTES_PER_WORKER = LARGE_BYTES_PER_WORKER / (1 - SHARE_OF_SMALL);

/** Divides MAX_INFLIGHT_BYTES among the requests whose bodies are being received or worked on. */
export class BodyShares {
  /** Bytes that bodies hold, and how many they may. */
  readonly room: Readonly<Record<SizeClass, ByteBudget>>;

  constructor(config: Pick<AppConfig, 'MAX_BODY_BYTES' | 'MAX_INFLIGHT_BYTES' | 'WORKERS'>) {
    const bytes = config.MAX_INFLIGHT_BYTES || workerCount(config) * BYTES_PER_WORKER;
    const small = Math.max(Math.floor(bytes * SHARE_OF_SMALL), LEAST_FOR_SMALL);
    this.room = {
      small: new ByteBudget(small),
      large: new ByteBudget(Math.max(bytes - small, config.MAX_BODY_BYTES)),
    };
  }

  /** How many bodies wait until there is room for them. */
  get waiting(): Record<SizeClass, number> {
    return { small: this.room.small.length, large: this.room.large.length };
  }

  /**
   * @param onWait called where others hold them
   * @returns when so many bytes may be held; they are, until the request is answered or its client has gone
   * @throws AppError `deadline_exceeded`, or ClientGone
   */
  take(
    response: Response,
    bytes: number,
    deadline: RequestDeadline | undefined,
    onWait: () => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      // Its close has been told already, and nothing would give the share back.
      if (response.destroyed) throw new ClientGone();
      const share = this.room[sizeClassOf(bytes)].acquire(bytes, resolve);
      const giveUp = (reason: Error) => {
        if (share.isGranted) return;
        share.giveBack();
        reject(reason);
      };
      if (!share.isGranted) onWait();
      const isWaiting = !share.isGranted && deadline !== undefined;
      const timer = isWaiting
        ? setTimeout(() => {
            giveUp(noRoom());
          }, deadline.leftMs)
        : undefined;
      response.once('close', () => {
        clearTimeout(timer);
        if (share.isGranted) share.giveBack();
        else giveUp(new ClientGone());
      });
    });
  }
}

function noRoom(): AppError {
  return new AppError(
    'deadline_exceeded',
    'expected room for the body before the deadline (REQUEST_TIMEOUT_MS, X-Request-Timeout-Ms), but others held all of ' +
      'MAX_INFLIGHT_BYTES; send it once more, later or with a longer deadline',
  );
}
