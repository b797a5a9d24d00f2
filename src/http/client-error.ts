import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { AppError } from '../errors.js';
import { PROBLEM_TYPE, toProblem } from './problem.js';

const logger = new Logger('Request');

/** Answers what Node's HTTP parser refuses, before there is a request that Nest could handle. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toAppError(error);
  const { status, code } = problem;
  const requestId = randomUUID();
  logger.log({ msg: problem.message, request_id: requestId, status, code, reason: error.code });
  const body = JSON.stringify(toProblem(problem, requestId));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nX-Request-Id: ${requestId}\r\n` +
      `Content-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function toAppError(error: NodeJS.ErrnoException): AppError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('headers_too_large', 'expected at most 16 KiB of headers, received more');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError(
        'request_timeout',
        'expected the whole request within RECEIVE_TIMEOUT_MS; send it faster',
      );
    case 'HPE_INVALID_EOF_STATE':
      return new AppError('malformed_request', 'expected a whole request, the connection ended within it');
    default:
      return new AppError('malformed_request', 'expected an HTTP/1.1 request, received something else');
  }
}
