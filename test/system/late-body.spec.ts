import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readToEnd } from '../support/raw-http.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

describe('RECEIVE_TIMEOUT_MS', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  // Slow, because Node looks for late requests every 30 s only.
  it('answers a body that stops half way with 408 request_timeout', async () => {
    server = await startServer({ RECEIVE_TIMEOUT_MS: '1000' });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"image_',
    );
    const answer = await readToEnd(socket);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
  }, 60_000);
});
