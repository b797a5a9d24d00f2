import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';
import { exchange, readToEnd, statuses } from '../support/raw-http.js';

const LIMIT = 100_000;
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const post = (body: string) =>
  `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const PICTURE = post(JSON.stringify({ image_base64: EXAMPLE_PICTURE }));
const EMPTY = post('{"image_base64":""}');
const LAST = get('/model', 'Connection: close\r\n');

describe('requests that are sent before the answers to those before them', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({
      MAX_BODY_BYTES: String(LIMIT),
      MAX_INFLIGHT_BYTES: String(LIMIT),
      RECEIVE_TIMEOUT_MS: '2000',
    });
  });
  afterAll(() => app.close());

  const statusesOf = async (...requests: string[]) => statuses(await exchange(app.port, requests.join('')));

  it('are all answered, in their order, slow ones and quick ones', async () => {
    const requests = [PICTURE, get('/model'), EMPTY, get('/nothing'), PICTURE];
    const all = Array.from({ length: 20 }, () => requests).flat();
    expect(await statusesOf(...all, LAST)).toEqual([
      ...Array.from({ length: 20 }, () => [200, 200, 422, 404, 200]).flat(),
      200,
    ]);
  });

  it('are all answered, also behind one whose body is too large, where it is short enough to be read', async () => {
    expect(await statusesOf(PICTURE, post('A'.repeat(LIMIT + 1)), LAST)).toEqual([200, 413, 200]);
  });

  it('are answered up to one whose body is far too large, and no further', async () => {
    expect(await statusesOf(PICTURE, post('A'.repeat(1_000_000)), get('/model'))).toEqual([200, 413]);
  });

  it('are answered up to one that is malformed, in their order', async () => {
    const answer = await exchange(app.port, `${PICTURE}${EMPTY}nonsense\r\n\r\n`);
    expect(statuses(answer)).toEqual([200, 422, 400]);
  });

  it('are answered up to one whose body is malformed, in their order', async () => {
    const broken = EMPTY.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked');
    expect(await statusesOf(PICTURE, broken)).toEqual([200, 400]);
  });

  it('are answered up to a tunnel, in their order', async () => {
    expect(await statusesOf(PICTURE, 'CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n')).toEqual([200, 405]);
  });

  it.each([
    [
      'is wrong',
      'Transfer-Encoding: chunked',
      '5\r\nabcde\r\n',
      (socket: Socket) => socket.write('no size\r\n'),
    ],
    ['ends half way', 'Content-Length: 100', 'abcde', (socket: Socket) => socket.end()],
    ['ends half way, and is long', 'Content-Length: 1000000', 'abcde', (socket: Socket) => socket.end()],
    ['stops half way', 'Content-Length: 100', 'abcde', () => undefined],
  ])(
    'have one answer each, also where a body %s after its request was refused',
    async (_name, header, start, goOn) => {
      const socket = connect(app.port, '127.0.0.1');
      socket.write(`POST /nowhere HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n${start}`);
      const answer = readToEnd(socket);
      await new Promise((resolve) => socket.once('data', resolve));
      goOn(socket);
      expect(statuses(await answer)).toEqual([404]);
    },
  );

  it('names a malformed body with the id of its request', async () => {
    const answer = await exchange(
      app.port,
      'POST /predict HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"request_id":"mine"');
  });

  it('hold nothing any more when their connection is gone', async () => {
    // The second takes all of MAX_INFLIGHT_BYTES, and Node never tells it that its client has left.
    const chunked =
      'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const leaver = connect(app.port, '127.0.0.1');
    const seen = new Promise<void>((resolve) => {
      app.server.on('request', (request: { headers: Record<string, string> }) => {
        if ('transfer-encoding' in request.headers) setImmediate(resolve);
      });
    });
    leaver.write(`${PICTURE}${chunked}1\r\n{\r\n`);
    await seen;
    leaver.resetAndDestroy();
    const answer = await exchange(
      app.port,
      `${chunked.replace('Host: x', 'Host: x\r\nConnection: close')}13\r\n{"image_base64":""}\r\n0\r\n\r\n`,
    );
    expect(statuses(answer)).toEqual([422]);
  }, 10_000);
});
