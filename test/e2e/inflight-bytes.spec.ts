import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp, type RunningApp } from '../support/app.js';

const BODY_BYTES = 1_000_000;

/** A body of a megabyte that is answered with 200: white space is allowed in base64. */
const LARGE = JSON.stringify({ image_base64: EXAMPLE_PICTURE + '\n'.repeat(1) }).padEnd(BODY_BYTES, ' ');

describe('MAX_INFLIGHT_BYTES', () => {
  let app: RunningApp;
  afterEach(() => app.close());

  /**
   * Sends the head of a large request. Its body follows when the server says so: connections that are opened together are
   * not accepted in a certain order.
   */
  function sendHead(): { sent: ClientRequest; status: Promise<number | undefined>; goOn: Promise<unknown> } {
    const sent = request({
      host: '127.0.0.1',
      port: app.port,
      path: '/predict',
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': BODY_BYTES,
        Expect: '100-continue',
      },
    });
    const status = new Promise<number | undefined>((resolve, reject) => {
      sent.on('response', (response) => {
        resolve(response.resume().statusCode);
      });
      sent.on('error', reject);
    });
    status.catch(() => undefined); // The one that gives up, or all of them where an expectation fails first.
    sent.flushHeaders();
    return { sent, status, goOn: once(sent, 'continue') };
  }

  /** With room for two large bodies; a quarter is for small ones. */
  const start = async () => {
    app = await startApp({ MAX_BODY_BYTES: String(BODY_BYTES), MAX_INFLIGHT_BYTES: String(4 * BODY_BYTES) });
  };

  it('lets large bodies wait for one another, and answers all of them', async () => {
    await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        app.http.post('/predict').set('Content-Type', 'application/json').send(LARGE),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(new Array(20).fill(200));
  });

  it('lets small bodies pass while large ones wait, and goes on when a client has left', async () => {
    await start();
    const first = sendHead();
    await first.goOn;
    const second = sendHead();
    await second.goOn;
    for (const { sent } of [first, second]) sent.write(LARGE.slice(0, BODY_BYTES / 2));
    await app.predict({ image_base64: EXAMPLE_PICTURE }).expect(200);

    // The third waits behind the two until one of them gives up.
    const third = sendHead();
    const outcome = await Promise.race([third.goOn, sleep(300, 'waits')]);
    expect(outcome).toBe('waits');
    first.sent.destroy();
    await third.goOn;
    third.sent.end(LARGE);
    expect(await third.status).toBe(200);
    second.sent.end(LARGE.slice(BODY_BYTES / 2));
    expect(await second.status).toBe(200);
  });

  it('gives up bodies that hardly come while others wait for their room, and no others', async () => {
    await start();
    const [idle, slow] = [sendHead(), sendHead()];
    for (const { goOn } of [idle, slow]) await goOn;
    // As long as nobody waits they may take their time.
    await sleep(4000);
    const third = sendHead();
    await third.goOn;
    expect([await idle.status, await slow.status]).toEqual([408, 408]);
    third.sent.end(LARGE);
    expect(await third.status).toBe(200);
  });

  it('does not give up a body that comes at a fair pace', async () => {
    await start();
    const [steady, idle] = [sendHead(), sendHead()];
    for (const { goOn } of [steady, idle]) await goOn;
    const third = sendHead();
    const pieces = 12;
    for (let i = 0; i < pieces; i++) {
      steady.sent.write(LARGE.slice((i * BODY_BYTES) / pieces, ((i + 1) * BODY_BYTES) / pieces));
      await sleep(350);
    }
    steady.sent.end();
    expect(await steady.status).toBe(200);
    expect(await idle.status).toBe(408);
    await third.goOn;
    third.sent.end(LARGE);
    expect(await third.status).toBe(200);
  });
});
