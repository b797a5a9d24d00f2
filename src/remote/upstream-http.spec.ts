import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../../test/support/free-ports.js';
import { SELF_SIGNED } from '../../test/support/self-signed.js';
import { until } from '../../test/support/until.js';
import { UpstreamHttp, type UpstreamRequest } from './upstream-http.js';

const REQUEST: UpstreamRequest = { method: 'GET', path: '/v2', timeoutMs: 10_000, longest: 1000 };
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

describe('UpstreamHttp', () => {
  let server: Server | undefined;
  let http: UpstreamHttp;
  const sockets = new Set<Socket>();
  afterEach(async () => {
    await http.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    server?.close();
    server = undefined;
  });

  /** A server that answers each request head with what a test gives, as it is. */
  async function serve(
    answer: (socket: Socket, head: string) => void,
    connections = 1,
    apiKey = '',
  ): Promise<void> {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data: Buffer) => {
        answer(socket, data.toString());
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    http = new UpstreamHttp(`http://127.0.0.1:${port}`, connections, apiKey);
  }

  const answering = (text: string) => serve((socket) => socket.write(text));

  it('gives headers and body of an answer', async () => {
    await answering('HTTP/1.1 200 OK\r\nX-Some: thing\r\nContent-Length: 4\r\n\r\nbody');
    const { headers, body } = await http.send(REQUEST);
    expect({ some: headers['x-some'], body: body.toString() }).toEqual({ some: 'thing', body: 'body' });
  });

  it('keeps its connections, and opens no more than it may', async () => {
    await serve((socket) => setTimeout(() => socket.write(OK), 20), 2);
    await Promise.all(Array.from({ length: 6 }, () => http.send(REQUEST)));
    expect(sockets.size).toBe(2);
  });

  it('sends nothing behind a request that is not answered yet', async () => {
    const answers: (() => void)[] = [];
    let heads = -1;
    await serve((socket, text) => {
      heads += text.split('GET ').length - 1;
      answers.push(() => socket.write(OK));
    });
    // The first answer says that the connection stays open.
    const first = http.send(REQUEST);
    await until(() => answers.length === 1);
    answers.pop()!();
    await first;
    const sending = [http.send(REQUEST), http.send(REQUEST)];
    await until(() => answers.length === 1);
    // Long enough for another one to come after it.
    await sleep(50);
    expect(heads).toBe(1);
    answers[0]!();
    await until(() => answers.length === 2);
    answers[1]!();
    await Promise.all(sending);
  });

  it('sends the key with every request', async () => {
    let head = '';
    await serve(
      (socket, text) => {
        head = text;
        socket.write(OK);
      },
      1,
      'a-key',
    );
    await http.send(REQUEST);
    expect(head.toLowerCase()).toContain('\r\nauthorization: bearer a-key\r\n');
  });

  it('tells a refused connection from everything else', async () => {
    const [port] = await freePorts(1);
    http = new UpstreamHttp(`http://127.0.0.1:${port!}`, 1, '');
    await expect(http.send(REQUEST)).rejects.toMatchObject({
      kind: 'connection',
      message: 'but the connection failed (ECONNREFUSED)',
    });
  });

  it.each<[string, (socket: Socket) => void, string, string]>([
    ['a connection that is closed', (socket) => socket.end(), 'connection', 'UND_ERR_SOCKET'],
    ['a connection that is reset', (socket) => socket.resetAndDestroy(), 'connection', 'ECONNRESET'],
    ['something that is no HTTP', (socket) => socket.write('SSH-2.0-x\r\n\r\n'), 'wrong', 'no HTTP answer'],
    ['half a body', (socket) => socket.end(OK.slice(0, -1)), 'cut_off', 'broke off'],
    [
      'half a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbo'),
      'cut_off',
      'broke off',
    ],
    [
      'a packed answer',
      (socket) => socket.write(OK.replace('Content-L', 'Content-Encoding: gzip\r\nContent-L')),
      'wrong',
      'is packed',
    ],
    [
      'a giant answer',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${'x'.repeat(2000)}`),
      'wrong',
      'more than 1000 bytes',
    ],
    ['400', (socket) => socket.write(OK.replace('200 OK', '400 No')), 'refused', 'the status 400'],
    [
      'a redirect',
      (socket) => socket.write(OK.replace('200 OK', '302 No\r\nLocation: http://x/')),
      'refused',
      'the status 302',
    ],
    ['429', (socket) => socket.write(OK.replace('200 OK', '429 No')), 'busy', 'the status 429'],
    ['500', (socket) => socket.write(OK.replace('200 OK', '500 No')), 'failed', 'the status 500'],
  ])('tells of %s', async (_what, answer, kind, message) => {
    await serve(answer);
    const failure = await http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ kind });
    expect((failure as Error).message).toContain(message);
  });

  it('knows how long a busy server wants to be left alone, and keeps what it wrote for the log alone', async () => {
    await answering('HTTP/1.1 503 No\r\nRetry-After: 2\r\nContent-Length: 9\r\n\r\nout\nof it');
    const failure = await http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ kind: 'busy', status: 503, retryAfterMs: 2000 });
    expect((failure as Error).message).not.toContain('out');
    expect(((failure as Error).cause as Error).message).toBe('it wrote: out of it');
  });

  it('lets the key be seen by nobody when a server writes it into its errors, not even a part of it', async () => {
    const key = 'k'.repeat(40);
    const text = `${'x'.repeat(280)}${key}`;
    await serve(
      (socket) => socket.write(`HTTP/1.1 401 No\r\nContent-Length: ${text.length}\r\n\r\n${text}`),
      1,
      key,
    );
    const failure = await http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(((failure as Error).cause as Error).message).toBe(`it wrote: ${'x'.repeat(280)}***`);
  });

  it('opens new connections when it is to, and lets what is under way end', async () => {
    const waiting: (() => void)[] = [];
    await serve((socket) => {
      waiting.push(() => socket.write(OK));
    });
    const first = http.send(REQUEST);
    await until(() => waiting.length === 1);
    http.renew();
    const second = http.send(REQUEST);
    await until(() => waiting.length === 2);
    expect(sockets.size).toBe(2);
    for (const answer of waiting) answer();
    await Promise.all([first, second]);
    // And the old one is left.
    await until(
      () => [...sockets].filter((socket) => !socket.destroyed && !socket.readableEnded).length === 1,
    );
  });

  it('tells want of TLS from a failed connection, which alone is worth another try', async () => {
    await answering('HTTP/1.1 400 No\r\n\r\n');
    const { port } = server!.address() as AddressInfo;
    await http.close();
    http = new UpstreamHttp(`https://127.0.0.1:${port}`, 1, '');
    await expect(http.send(REQUEST)).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(/^but there is no TLS connection to it \((ERR_SSL_|EPROTO)/) as unknown,
    });
  });

  it('tells a certificate that nobody vouches for from a failed connection', async () => {
    const secure = createSecureServer({ ...SELF_SIGNED });
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    http = new UpstreamHttp(`https://127.0.0.1:${(secure.address() as AddressInfo).port}`, 1, '');
    try {
      await expect(http.send(REQUEST)).rejects.toMatchObject({
        kind: 'untrusted',
        message: 'but there is no TLS connection to it (DEPTH_ZERO_SELF_SIGNED_CERT)',
      });
    } finally {
      secure.close();
    }
  });

  it.each([
    ['before the answer begins', ''],
    ['in the midst of it', OK.slice(0, -1)],
  ])('gives up a server that is silent %s, and its connection', async (_when, text) => {
    await answering(text);
    await expect(http.send({ ...REQUEST, timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
    // The next request would wait behind it for ever.
    server!.removeAllListeners('connection');
    server!.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('data', () => socket.write(OK));
    });
    await expect(http.send(REQUEST)).resolves.toBeDefined();
  });

  it('ends when the signal is aborted, with its reason', async () => {
    await answering('');
    const controller = new AbortController();
    const sending = http.send({ ...REQUEST, signal: controller.signal });
    const gone = new Error('gone');
    controller.abort(gone);
    await expect(sending).rejects.toBe(gone);
    await expect(http.send({ ...REQUEST, signal: controller.signal })).rejects.toBe(gone);
  });
});
