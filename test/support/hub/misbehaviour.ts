import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Misbehaviour } from './fake-server.js';

/**
 * Resolves once the reader has taken what was sent. What is on the way when a connection ends is lost, so a test that
 * counts on the bytes gives `PullRun.took`; for a reader that is another process, 40 ms have to do.
 */
export type Taken = () => Promise<unknown>;
const soon: Taken = () => sleep(40);

/** Sends the right head and only `count` bytes of the body, then cuts the connection. */
export const dropAfter =
  (count: number, taken = soon): Misbehaviour =>
  (_request, response, serve) => {
    cutBody(response, count, taken, () => response.socket?.destroy());
    serve();
  };

/** Sends the right head and `count` bytes of the body, then nothing more. */
export const stallAfter =
  (count: number): Misbehaviour =>
  (_request, response, serve) => {
    cutBody(response, count, soon, () => undefined);
    serve();
  };

function cutBody(response: ServerResponse, count: number, taken: Taken, then: () => void): void {
  response.end = ((body?: Buffer) => {
    response.flushHeaders();
    response.write((body ?? Buffer.alloc(0)).subarray(0, count));
    void taken().then(then);
    return response;
  }) as ServerResponse['end'];
}

export const status =
  (code: number, headers: Record<string, string> = {}): Misbehaviour =>
  (_request, response) => {
    response.writeHead(code, headers).end('an error page');
  };

export const redirect = (location: string, code = 302, headers: Record<string, string> = {}): Misbehaviour =>
  status(code, { location, ...headers });

/** Answers with exactly this, whatever was asked. */
export const answer =
  (code: number, headers: Record<string, string>, body: Buffer | string): Misbehaviour =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };

/** A head and body byte by byte as they are, for lengths that lie. */
export const raw =
  (text: string, body: Buffer = Buffer.alloc(0), taken = soon): Misbehaviour =>
  (request) => {
    request.socket.write(text.replaceAll('\n', '\r\n'));
    request.socket.write(body);
    void taken().then(() => {
      request.socket.destroySoon();
    });
  };

/** A body that never ends, without a length. */
export const endless: Misbehaviour = (_request, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(4096)));
  };
  response.on('drain', more);
  more();
};

export const ignoreRange: Misbehaviour = (request, _response, serve) => {
  delete request.headers.range;
  serve();
};
