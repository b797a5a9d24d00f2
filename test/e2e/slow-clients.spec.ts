import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { replaceHandler } from '../support/express-handler.js';
import { readToEnd, statuses } from '../support/raw-http.js';
import { until } from '../support/until.js';

const POST = 'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a slow client', () => {
  let app: RunningApp;
  let open = 0;
  beforeAll(async () => {
    app = await startApp({
      RECEIVE_TIMEOUT_MS: '1000',
      SEND_TIMEOUT_MS: '1000',
      KEEP_ALIVE_TIMEOUT_MS: '1000',
    });
    app.server.on('connection', (socket) => {
      open += 1;
      socket.once('close', () => (open -= 1));
    });
  });
  afterAll(() => app.close());

  const client = (bytes = ''): Socket => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(bytes);
    return socket;
  };

  /** Sends some bytes, and then perhaps another one now and then, until the server has closed. */
  const send = async (bytes: string, next?: string): Promise<string> => {
    const socket = client(bytes);
    const timer = setInterval(() => next !== undefined && socket.write(next), 50);
    try {
      return await readToEnd(socket);
    } finally {
      clearInterval(timer);
    }
  };

  it('gets 408 request_timeout, wherever in a request it stops or slows down', async () => {
    const chunked = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
    const long = `${POST}Content-Length: 100000\r\n\r\n{`;
    const cases: Record<string, Promise<string>> = {
      'before the first byte': send(''),
      'within the headers': send('GET /model HTTP/1.1\r\nHost: x\r\nX-A: b'),
      'half way through a body': send(long),
      'half way through a chunk': send(`${chunked}ff\r\n{"image_`),
      'between two chunks': send(`${chunked}1\r\n{\r\n`),
      'headers by the byte': send('GET /model HTTP/1.1\r\nHost: x\r\nX-A: b', 'a'),
      'a body by the byte': send(long, ' '),
      'chunks by the byte': send(chunked, '1\r\n \r\n'),
    };
    // Node looks for late requests every 30 s by default, which would be beyond Jest's 5 s for a test.
    for (const [name, pending] of Object.entries(cases)) {
      const answer = await pending;
      expect([name, ...statuses(answer)]).toEqual([name, 408]);
      expect(answer).toContain('"code":"request_timeout"');
    }
    await until(() => open === 0);
  });

  it('loses its connection where it does not read its answers', async () => {
    // Swagger UI's script is larger than what the system keeps for a client that does not read.
    const socket = client('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    socket.on('error', () => undefined).pause();
    await until(() => open === 1);
    await until(() => open === 0);
    socket.destroy();
  });

  it('loses its connection where it keeps it open after the last answer', async () => {
    const socket = connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined).resume();
    socket.write('nonsense\r\n\r\n');
    await until(() => open === 1);
    await until(() => open === 0);
    socket.destroy();
  });

  it('loses its connection where it leaves it idle', async () => {
    const answer = await readToEnd(client('GET /model HTTP/1.1\r\nHost: x\r\n\r\n'));
    expect(statuses(answer)).toEqual([200]);
    await until(() => open === 0);
  });

  it('keeps its connection while it is the server that is slow', async () => {
    let answer: (() => void) | undefined;
    replaceHandler(app, () => (_request, response) => {
      answer = () => response.setHeader('Connection', 'close').end('late');
    });
    const late = readToEnd(client('GET /model HTTP/1.1\r\nHost: x\r\n\r\n'));
    // Three times as long as whatever ends a connection here.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    answer!();
    expect(await late).toMatch(/late$/);
  });
});
