import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { AppError } from '../errors.js';
import { errorAnswer } from './error-answer.js';
import type { RequestRecord } from './request-record.js';

/** How long a connection is kept after its last answer, so that a client that is still sending gets to read it. */
const LINGER_MS = 1000;

const logger = new Logger('Request');

/** What is known of the request that is answered, where one was recognised. */
interface RequestFacts {
  record?: RequestRecord | undefined;
  path?: string | undefined;
  /** The fault's own code, for the log. */
  reason?: string | undefined;
}

/** Answers on a connection whose requests Express does not get to see, and closes it. */
export function answerLast(
  socket: Socket,
  error: AppError,
  { record, path, reason }: RequestFacts = {},
): void {
  const ids = record?.ids ?? { request_id: randomUUID() };
  const { request_id: requestId } = ids;
  const { code } = error;
  const { status, type, body } = errorAnswer(error, requestId, path);
  logger.log({ msg: error.message, ...ids, status, code, reason });
  const headers = {
    'X-Request-Id': requestId,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...error.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  closeAfter(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

/**
 * Sends the last bytes, and closes when the client has closed, or soon in any case. Closing at once would reset the
 * connection of a client that is still sending, and the answer would be lost with it.
 */
export function closeAfter(socket: Socket, lastBytes = ''): void {
  socket.end(lastBytes);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.resume();
}
