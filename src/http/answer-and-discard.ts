import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of a refused body is still read, and for how long, so that its sender gets to read the answer. */
export const DISCARD_BYTES = 64 * 1024 * 1024;
export const DISCARD_MS = 5000;

/**
 * Answers a request whose body has not been read. Closing at once would reset the connection of a client that is
 * still sending, and the answer would be lost with it. So the whole answer is sent first, the rest of the body is
 * read and thrown away within a bound, and then the connection is closed.
 */
export function answerAndDiscard(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response.setHeader('Connection', 'close');
  response.setHeader('Content-Length', body.length);
  const expectsContinue = request.headers.expect !== undefined;
  if (request.complete || expectsContinue) {
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
