import type { IncomingMessage, ServerResponse } from 'node:http';
import { sizeClassOf } from '../config/size-class.js';

/** How much of a refused body is still read, and for how long, so that its sender gets to read the answer. */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 5000;

/**
 * Answers a request whose body has not been read. Closing at once would reset the connection of a client that is
 * still sending, and the answer would be lost with it. So the whole answer is sent first, the rest of the body is
 * read and thrown away within a bound, and then the connection is closed.
 *
 * The rest of a small body is read by Node behind the answer, and the connection stays open: under overload most requests
 * are refused, and a new connection for each would cost more than the refusal.
 */
export function answerAndDiscard(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (request.complete || (hasSmallBody(request) && !willClose(response))) {
    response.end(body);
    return;
  }
  response.setHeader('Connection', 'close');
  if (request.headers.expect !== undefined) {
    // A client that waits for "100 Continue" has sent nothing, and now never will.
    response.end(body);
    return;
  }
  response.write(body);
  let discarded = 0;
  const finish = () => {
    clearTimeout(timer);
    request.removeAllListeners('data');
    response.end();
  };
  const timer = setTimeout(finish, DISCARD_MS);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARD_BYTES) finish();
  });
  request.once('end', finish).once('close', finish);
  request.resume();
}

/** Whether a request tells that its body is small, and sends it without being asked to. */
export function hasSmallBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, expect } = headers;
  return expect === undefined && length !== undefined && sizeClassOf(Number(length)) === 'small';
}

/** Whether Node closes the connection behind the answer, at once and with what is still on its way. */
export function willClose(response: ServerResponse): boolean {
  return !response.shouldKeepAlive || response.getHeader('connection') === 'close';
}
