import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { sizeClassOf, type SizeClass } from '../config/size-class.js';
import { AppError } from '../errors.js';
import { BodyBuffers } from './body-buffers.js';
import { BodyShares } from './body-shares.js';
import { RequestDeadline } from './request-deadline.js';
import { GRACE_MS, LEAST_BYTES_PER_SECOND, SlowBodies } from './slow-bodies.js';

/** Receives the bodies of requests: none beyond MAX_BODY_BYTES, and all together within MAX_INFLIGHT_BYTES. */
@Injectable()
export class BodyReceiver {
  private readonly shares: BodyShares;
  private readonly slowBodies: Record<SizeClass, SlowBodies> = {
    small: new SlowBodies(() => this.waiting.small > 0),
    large: new SlowBodies(() => this.waiting.large > 0),
  };

  constructor(
    private readonly config: AppConfig,
    private readonly buffers: BodyBuffers,
  ) {
    this.shares = new BodyShares(config);
  }

  /** How many bodies wait until there is room for them. */
  get waiting(): Record<SizeClass, number> {
    return this.shares.waiting;
  }

  /** Bytes that bodies hold, and how many they may. */
  get room(): Readonly<Record<SizeClass, { held: number; size: number }>> {
    return this.shares.room;
  }

  /** @returns bytes of the body, or the most that may come where its length is not told */
  lengthOf({ headers }: IncomingMessage): number {
    const isOfUnknownLength = headers['transfer-encoding'] !== undefined;
    return isOfUnknownLength ? this.config.MAX_BODY_BYTES : Number(headers['content-length'] ?? 0);
  }

  /**
   * Reads a body to its end. Where others hold so many bytes that it does not fit beside them, it is left in the
   * network until it does: TCP makes its sender wait.
   *
   * @returns bytes to be given back to BodyBuffers when nobody needs them any more
   * @throws AppError `payload_too_large`; the rest of the body is then left to answerAndDiscard()
   * @throws AppError `deadline_exceeded` where there is no room in time
   * @throws AppError `request_timeout` where it comes so slowly that others wait for it
   * @throws AppError `malformed_request` where the client goes away before the end
   */
  async receive(request: IncomingMessage, response: Response): Promise<Buffer> {
    const { MAX_BODY_BYTES } = this.config;
    const length = this.lengthOf(request);
    if (length > MAX_BODY_BYTES) throw tooLarge(`${length} bytes (Content-Length)`, MAX_BODY_BYTES);
    const deadline = RequestDeadline.of(response);
    await this.shares.take(response, length, deadline, () => {
      this.slowBodies[sizeClassOf(length)].watch();
    });
    if (request.headers.expect?.toLowerCase() === '100-continue') {
      response.writeContinue();
      // Met: from here on the body is on its way, whatever becomes of the request.
      delete request.headers.expect;
    }
    const declared = Number(request.headers['content-length'] ?? 0);
    const reading = this.read(request, declared);
    return deadline ? deadline.pauseFor(reading) : reading;
  }

  private read(request: IncomingMessage, declared: number): Promise<Buffer> {
    const { MAX_BODY_BYTES } = this.config;
    return new Promise((resolve, reject) => {
      let body: Buffer = Buffer.alloc(0);
      let length = 0;
      const settle = (finish: () => void) => {
        request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
        reception.end();
        finish();
      };
      const onData = (chunk: Buffer) => {
        if (length + chunk.length > MAX_BODY_BYTES) {
          request.pause();
          settle(() => {
            reject(tooLarge('more', MAX_BODY_BYTES));
          });
          return;
        }
        body = this.append(body, length, chunk, declared);
        length += chunk.length;
        reception.received = length;
      };
      const onEnd = () => {
        settle(() => {
          resolve(body.subarray(0, length));
        });
      };
      const onClose = () => {
        settle(() => {
          reject(
            new AppError(
              'malformed_request',
              `expected a whole body, received ${length} bytes and then no more`,
            ),
          );
        });
      };
      const reception = this.slowBodies[sizeClassOf(this.lengthOf(request))].begin(() => {
        request.pause();
        settle(() => {
          reject(tooSlow(length));
        });
      });
      request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
    });
  }

  /**
   * @param body whose first `length` bytes are filled
   * @param expected the bytes that will come in all, 0 where that is not known
   * @returns the body with the chunk behind those bytes, in a larger buffer where it does not fit
   */
  private append(body: Buffer, length: number, chunk: Buffer, expected: number): Buffer {
    this.buffers.received(chunk.length);
    if (length === 0 && chunk.length >= expected) return chunk;
    const needed = length + chunk.length;
    let target = body;
    if (target.length < needed) {
      target = this.buffers.take(Math.max(expected, 2 * needed));
      body.copy(target, 0, 0, length);
      this.buffers.giveBack(body);
    }
    chunk.copy(target, length);
    return target;
  }
}

function tooSlow(received: number): AppError {
  return new AppError(
    'request_timeout',
    `expected at least ${LEAST_BYTES_PER_SECOND} bytes in a second while others wait for room, received ${received} in ` +
      `${GRACE_MS} ms or more; send it once more over a faster line`,
  );
}

function tooLarge(received: string, maxBytes: number): AppError {
  return new AppError(
    'payload_too_large',
    `expected a body of at most ${maxBytes} bytes (MAX_BODY_BYTES), received ${received}; send a smaller picture`,
  );
}
