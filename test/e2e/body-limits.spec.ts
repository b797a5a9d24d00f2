import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { readToEnd } from '../support/raw-http.js';

const LIMIT = 100_000;

const head = (lines: string[]) =>
  `${['POST /predict HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...lines].join('\r\n')}\r\n\r\n`;

describe('a body beyond MAX_BODY_BYTES', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MAX_BODY_BYTES: String(LIMIT) });
  });
  afterAll(() => app.close());

  it('is payload_too_large and states the limit', async () => {
    const response = await app.predict({ image_base64: 'A'.repeat(LIMIT) });
    expect(response.status).toBe(413);
    expect(response.body).toMatchObject({ code: 'payload_too_large' });
    expect((response.body as { detail: string }).detail).toContain(String(LIMIT));
  });

  it('is taken up to the very limit', async () => {
    const envelope = JSON.stringify({ image_base64: '' }).length;
    const fits = await app.predict({ image_base64: 'A'.repeat(LIMIT - envelope) });
    expect((fits.body as { code: string }).code).not.toBe('payload_too_large');
    const tooMuch = await app.predict({ image_base64: 'A'.repeat(LIMIT - envelope + 1) });
    expect((tooMuch.body as { code: string }).code).toBe('payload_too_large');
  });

  it.each([
    ['declared', [`Content-Length: 8000000`], (part: string) => part],
    [
      'chunked',
      ['Transfer-Encoding: chunked'],
      (part: string) => `${part.length.toString(16)}\r\n${part}\r\n`,
    ],
  ])(
    'is answered to a client that only reads after it has sent everything: %s',
    async (_name, lines, wrap) => {
      const socket = connect(app.port, '127.0.0.1');
      socket.write(head(lines));
      // Eight million bytes, with pauses, nothing read meanwhile: a reset would lose the answer.
      socket.pause();
      for (let i = 0; i < 80; i++) {
        await new Promise((resolve) => socket.write(wrap('A'.repeat(100_000)), resolve));
      }
      if (lines[0]!.startsWith('Transfer')) socket.write('0\r\n\r\n');
      const answer = await readToEnd(socket);
      expect(answer).toMatch(/^HTTP\/1.1 413 /);
      expect(answer).toMatch(/connection: close/i);
      expect(answer).toContain('"code":"payload_too_large"');
    },
  );

  it('is cut off from a client that goes on beyond the bound', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(head(['Content-Length: 999999999']));
    let sent = 0;
    let failed = false;
    socket.on('error', () => (failed = true));
    while (!failed && sent < 300_000_000) {
      sent += 1_000_000;
      failed ||= await new Promise<boolean>((resolve) => {
        socket.write('A'.repeat(1_000_000), (error) => {
          resolve(error != null);
        });
      });
    }
    expect(sent).toBeLessThan(200_000_000);
    await app.http.get('/health/live').expect(200);
  });

  it('is refused before it is sent to a client that asks with Expect: 100-continue', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(head(['Content-Length: 8000000', 'Expect: 100-continue']));
    const answer = await readToEnd(socket);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).not.toContain('100 Continue');
  });

  it('does not keep a client from going on with Expect: 100-continue where the body fits', async () => {
    const body = '{"image_base64":""}';
    const socket = connect(app.port, '127.0.0.1');
    socket.write(head([`Content-Length: ${body.length}`, 'Expect: 100-continue', 'Connection: close']));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(body);
    expect(await readToEnd(socket)).toContain('"code":"image_empty"');
  });

  it('is answered likewise where the path is wrong', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(head(['Content-Length: 3000000']).replace('/predict', '/elsewhere'));
    for (let i = 0; i < 30; i++) await new Promise((resolve) => socket.write('A'.repeat(100_000), resolve));
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 404 [^]*"code":"not_found"/);
  });
});

describe('what Node refuses before there is a request', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each([
    ['text that is no HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
    ['no Host', 'GET /model HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed_request'],
    [
      'headers of more than 16 KiB',
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('is a problem too: %s', async (_name, text, status, code) => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write(text);
    const answer = await readToEnd(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('passes over an expectation that it does not know', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write('GET /model HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n');
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 200 /);
  });
});
