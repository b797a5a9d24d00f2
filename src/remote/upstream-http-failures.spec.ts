import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../../test/support/free-ports.js';
import { OK, RawUpstream, REQUEST } from '../../test/support/raw-upstream.js';
import { SELF_SIGNED } from '../../test/support/self-signed.js';
import { UpstreamHttp } from './upstream-http.js';

describe('UpstreamHttp and what goes wrong', () => {
  let upstream: RawUpstream;
  beforeEach(() => {
    upstream = new RawUpstream();
  });
  afterEach(() => upstream.close());

  it('tells a refused connection from everything else', async () => {
    const [port] = await freePorts(1);
    upstream.http = new UpstreamHttp(`http://127.0.0.1:${port!}`, 1, '');
    await expect(upstream.http.send(REQUEST)).rejects.toMatchObject({
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
    await upstream.serve(answer);
    const failure = await upstream.http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ kind });
    expect((failure as Error).message).toContain(message);
  });

  it('knows how long a busy server wants to be left alone, and keeps what it wrote for the log alone', async () => {
    await upstream.answering('HTTP/1.1 503 No\r\nRetry-After: 2\r\nContent-Length: 9\r\n\r\nout\nof it');
    const failure = await upstream.http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ kind: 'busy', status: 503, retryAfterMs: 2000 });
    expect((failure as Error).message).not.toContain('out');
    expect(((failure as Error).cause as Error).message).toBe('it wrote: out of it');
  });

  it('lets the key be seen by nobody when a server writes it into its errors, not even a part of it', async () => {
    const key = 'k'.repeat(40);
    const text = `${'x'.repeat(280)}${key}`;
    await upstream.serve(
      (socket) => socket.write(`HTTP/1.1 401 No\r\nContent-Length: ${text.length}\r\n\r\n${text}`),
      1,
      key,
    );
    const failure = await upstream.http.send(REQUEST).catch((error: unknown) => error as Error);
    expect(((failure as Error).cause as Error).message).toBe(`it wrote: ${'x'.repeat(280)}***`);
  });

  it('tells want of TLS from a failed connection, which alone is worth another try', async () => {
    await upstream.answering('HTTP/1.1 400 No\r\n\r\n');
    const { port } = upstream;
    await upstream.http.close();
    upstream.http = new UpstreamHttp(`https://127.0.0.1:${port}`, 1, '');
    await expect(upstream.http.send(REQUEST)).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(/^but there is no TLS connection to it \((ERR_SSL_|EPROTO)/) as unknown,
    });
  });

  it('tells a certificate that nobody vouches for from a failed connection', async () => {
    const secure = createSecureServer({ ...SELF_SIGNED });
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    upstream.http = new UpstreamHttp(`https://127.0.0.1:${(secure.address() as AddressInfo).port}`, 1, '');
    try {
      await expect(upstream.http.send(REQUEST)).rejects.toMatchObject({
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
    await upstream.answering(text);
    await expect(upstream.http.send({ ...REQUEST, timeoutMs: 50 })).rejects.toMatchObject({
      kind: 'timeout',
    });
    // The next request would wait behind it for ever.
    upstream.server!.removeAllListeners('connection');
    upstream.server!.on('connection', (socket: Socket) => {
      upstream.sockets.add(socket);
      socket.on('data', () => socket.write(OK));
    });
    await expect(upstream.http.send(REQUEST)).resolves.toBeDefined();
  });
});
