import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '../errors.js';
import { ENDED_WITHIN, type Connections } from './connections.js';

/** The longest request line and headers, and the longest trailers. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** Answers what Node's HTTP parser refuses, before there is a request that Nest could handle. */
export function answerClientError(
  connections: Connections,
  error: NodeJS.ErrnoException,
  socket: Socket,
): void {
  // Bytes behind a request that said Connection: close are nobody's; the request itself is answered as any other.
  if (error.code === 'HPE_CLOSED_CONNECTION') return;
  if (error.code === 'ECONNRESET') socket.destroy();
  else connections.refuse(socket, toAppError(error), error.code);
}

/** CONNECT asks a proxy for a tunnel; Node hands the bare socket over. */
export function refuseTunnel(connections: Connections, request: IncomingMessage, socket: Socket): void {
  const error = new AppError('method_not_allowed', 'expected GET, HEAD or POST, received CONNECT', {
    headers: { Allow: 'GET, HEAD, POST' },
  });
  // Node has taken its own listeners off.
  socket.on('error', () => socket.destroy());
  connections.refuse(socket, error, request.method);
}

/** Express answers a target in which it finds no path with HTML of its own, and nobody here would hear of it. */
export function refuseTarget(connections: Connections, request: IncomingMessage): void {
  const error = new AppError(
    'malformed_request',
    'expected a path such as /predict for the target of the request, or a whole http:// URL; received something else',
  );
  connections.refuse(request.socket, error, 'target');
  request.resume();
}

function toAppError(error: NodeJS.ErrnoException): AppError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new AppError(
        'headers_too_large',
        `expected at most ${MAX_HEADER_BYTES / 1024} KiB of headers, received more; send fewer or shorter ones`,
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError(
        'request_timeout',
        'expected the headers within 20 s and the whole request within RECEIVE_TIMEOUT_MS; send it faster',
      );
    case ENDED_WITHIN:
      return new AppError(
        'malformed_request',
        'expected a whole request, the connection ended within it; send it once more',
      );
    default:
      return new AppError('malformed_request', 'expected an HTTP/1.1 request, received something else');
  }
}
