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
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (finish: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      finish();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > maxBytes) {
        request.pause();
        settle(() => {
          reject(tooLarge('more', maxBytes));
        });
      }
    };
    const onEnd = () => {
      settle(() => {
        resolve(Buffer.concat(chunks, length));
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

function tooLarge(received: string, maxBytes: number): AppError {
  return new AppError(
    'payload_too_large',
    `expected a body of at most ${maxBytes} bytes (MAX_BODY_BYTES), received ${received}; send a smaller picture`,
  );
}
