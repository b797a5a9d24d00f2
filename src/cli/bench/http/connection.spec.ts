import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Connection } from './connection.js';
import { targetOf } from './target.js';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const REQUEST = Buffer.from('GET / HTTP/1.1\r\n\r\n');

describe('Connection', () => {
  let server: Server;
  let sockets: Socket[];
  let connection: Connection;
  afterEach(() => {
    connection.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  /** Connects to a server that does something with each request. */
  async function serve(answer: (socket: Socket, count: number) => void): Promise<void> {
    let count = 0;
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', () => {
        answer(socket, ++count);
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    connection = new Connection(
      targetOf(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
    );
  }
  const ask = (timeoutMs = 5000) => connection.exchange(REQUEST, timeoutMs);

  it('carries many requests', async () => {
    await serve((socket) => socket.write(OK));
    for (let i = 0; i < 3; i++) expect((await ask()).body.toString()).toBe('ok');
    expect(sockets).toHaveLength(1);
  });

  it('is opened anew after the server has closed it', async () => {
    await serve((socket) => socket.end(OK.replace('\r\n', '\r\nConnection: close\r\n')));
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
    expect(sockets).toHaveLength(3);
  });

  it('takes an answer that ends with the connection', async () => {
    await serve((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nfrog'));
    expect((await ask()).body.toString()).toBe('frog');
  });

  it.each([
    { code: 'closed', answer: (socket: Socket) => socket.end(OK.slice(0, -1)) },
    { code: 'not_http', answer: (socket: Socket) => socket.write('220 smtp\r\n\r\n') },
    { code: 'ECONNRESET', answer: (socket: Socket) => socket.resetAndDestroy() },
    { code: 'timeout', answer: () => undefined },
  ])('fails with $code, and works again afterwards', async ({ code, answer }) => {
    await serve((socket, count) => (count === 1 ? answer(socket) : socket.write(OK)));
    await expect(ask(200)).rejects.toMatchObject({ name: 'NoAnswerError', code });
    expect((await ask()).status).toBe(200);
  });

  it('does not take an answer that nobody asked for as the next one, and leaves that connection', async () => {
    await serve((socket, count) => {
      socket.write(OK);
      if (count === 1) setTimeout(() => socket.write(OK.replace('200', '500')), 20);
    });
    await ask();
    await new Promise((resolve) => sockets[0]!.once('close', resolve));
    expect((await ask()).status).toBe(200);
    expect(sockets).toHaveLength(2);
  });

  it('fails where nothing listens', async () => {
    await serve(() => undefined);
    server.close();
    await once(server, 'close');
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
