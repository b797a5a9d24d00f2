import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors.js';

/**
 * Reads a request's body to its end, never holding more than the limit.
 *
 * @throws AppError `payload_too_large`; the rest of the body is then left to answerAndDiscard()
 * @throws AppError `malformed_request` where the client goes away before the end
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(`${declared} bytes (Content-Length)`, maxBytes);
  return new Promise((resolve, reject) => {
    let body: Buffer | undefined;
    let length = 0;
    const settle = (finish: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      finish();
    };
    const onData = (chunk: Buffer) => {
      if (length + chunk.length > maxBytes) {
        request.pause();
        settle(() => {
          reject(tooLarge('more', maxBytes));
        });
        return;
      }
      body = appended(body, length, chunk, declared);
      length += chunk.length;
    };
    const onEnd = () => {
      settle(() => {
        resolve(body?.subarray(0, length) ?? Buffer.alloc(0));
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
function appended(body: Buffer | undefined, length: number, chunk: Buffer, expected: number): Buffer {
  if (!body && chunk.length >= expected) return chunk;
  const needed = length + chunk.length;
  let target = body;
  if (!target || target.length < needed) {
    target = Buffer.allocUnsafeSlow(Math.max(expected, 2 * needed));
    body?.copy(target, 0, 0, length);
  }
  chunk.copy(target, length);
  return target;
}

function tooLarge(received: string, maxBytes: number): AppError {
  return new AppError(
    'payload_too_large',
    `expected a body of at most ${maxBytes} bytes (MAX_BODY_BYTES), received ${received}; send a smaller picture`,
  );
}
