import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { workerCount } from '../config/worker-count.js';
import { AppError } from '../errors.js';
import { BodyBuffers } from './body-buffers.js';
import { ByteBudget } from './byte-budget.js';

/** Shorter bodies never wait for longer ones; thousands of them fit what a server has. */
const SMALL = 256 * 1024;

/**
 * Four photos of 12 megapixels for each worker: one that it works on, one at hand, and two that are being received. With
 * twice as many nothing is answered faster, and with a third workers wait (docs/decisions/0011-memory-of-bodies.md).
 */
const BYTES_PER_WORKER = 24 * 1024 * 1024;

/** Receives the bodies of requests: none beyond MAX_BODY_BYTES, and all together within MAX_INFLIGHT_BYTES. */
@Injectable()
export class BodyReceiver {
  private readonly budget: ByteBudget;

  constructor(
    private readonly config: AppConfig,
    private readonly buffers: BodyBuffers,
  ) {
    const bytes = config.MAX_INFLIGHT_BYTES || workerCount(config) * BYTES_PER_WORKER;
    this.budget = new ByteBudget(Math.max(bytes, config.MAX_BODY_BYTES));
  }

  /**
   * Reads a body to its end. Where others hold so many bytes that it does not fit beside them, it is left in the
   * network until it does: TCP makes its sender wait.
   *
   * @returns bytes to be given back to BodyBuffers when nobody needs them any more
   * @throws AppError `payload_too_large`; the rest of the body is then left to answerAndDiscard()
   * @throws AppError `malformed_request` where the client goes away before the end
   */
  async receive(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const { MAX_BODY_BYTES } = this.config;
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > MAX_BODY_BYTES) throw tooLarge(`${declared} bytes (Content-Length)`, MAX_BODY_BYTES);
    const isOfUnknownLength = request.headers['transfer-encoding'] !== undefined;
    if (declared > SMALL || isOfUnknownLength) await this.share(response, declared || MAX_BODY_BYTES);
    return this.read(request, declared);
  }

  /** @returns when so many bytes may be held; they are, until the request is answered or its client has gone */
  private share(response: ServerResponse, bytes: number): Promise<void> {
    return new Promise((resolve) => {
      response.once('close', this.budget.acquire(bytes, resolve));
    });
  }

  private read(request: IncomingMessage, declared: number): Promise<Buffer> {
    const { MAX_BODY_BYTES } = this.config;
    return new Promise((resolve, reject) => {
      let body: Buffer = Buffer.alloc(0);
      let length = 0;
      const settle = (finish: () => void) => {
        request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
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

function tooLarge(received: string, maxBytes: number): AppError {
  return new AppError(
    'payload_too_large',
    `expected a body of at most ${maxBytes} bytes (MAX_BODY_BYTES), received ${received}; send a smaller picture`,
  );
}
