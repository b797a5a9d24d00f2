import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';
import { validPicture } from '../support/pictures.js';

/** For one body that is long enough to be counted. */
const BUDGET = String(400_000);
const picture = validPicture('jpeg-baseline-420.jpg').bytes.toString('base64');

describe('A connection that breaks with several requests under way', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MAX_BODY_BYTES: BUDGET, MAX_INFLIGHT_BYTES: BUDGET });
  });
  afterAll(() => app.close());

  it('gives back what they held of MAX_INFLIGHT_BYTES', async () => {
    const body = JSON.stringify({ image_base64: picture });
    const head = 'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const whole = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    // Of unknown length, and so counted as the longest there may be.
    const unfinished = `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`;
    let arrived = 0;
    const allArrived = new Promise<void>((resolve) => {
      app.server.on('request', () => {
        if (++arrived === 11) resolve();
      });
    });
    const socket = connect(app.port, '127.0.0.1');
    socket.write(whole.repeat(10) + unfinished);
    await allArrived;
    socket.resetAndDestroy();
    await once(socket, 'close');
    const long = JSON.stringify({ image_base64: picture }).padEnd(300_000);
    const answer = await app.http.post('/predict').type('json').send(long);
    expect(answer.status).toBe(200);
  });
});
