import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { readToEnd } from '../support/raw-http.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { post } from '../support/steady-load.js';

const bodyOf = (picture: Uint8Array) =>
  JSON.stringify({ image_base64: Buffer.from(picture).toString('base64') });

describe('SIGTERM', () => {
  let server: ServerProcess;
  let photo: Buffer;
  beforeAll(async () => {
    const [drawn] = await drawPictures('4000x3000', 1);
    photo = Buffer.from(drawn!.bytes);
  }, 60_000);
  afterEach(async () => {
    stop(server);
    await server.exit;
  });

  const start = async (settings: Record<string, string>) => {
    server = await startServer({
      SHUTDOWN_DELAY_MS: '0',
      LOG_LEVEL: 'info',
      // However slow the machine is, nothing is refused for being too much work.
      REQUEST_TIMEOUT_MS: '120000',
      DECODE_TIMEOUT_MS: '60000',
      ...settings,
    });
  };
  const signal = () => process.kill(server.child.pid!, 'SIGTERM');

  /** @returns when connections are refused */
  const untilClosed = async () => {
    const isTaken = () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        }).on('error', () => {
          resolve(false);
        });
      });
    while (await isTaken()) await sleep(20);
  };

  /** A POST /predict of which so many bytes of the body have been sent. */
  const sendPart = (body: string, length: number): Socket => {
    const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(head + body.slice(0, length));
    return socket;
  };

  it('answers photos of 12 megapixels that workers have or that wait for one', async () => {
    await start({ WORKERS: '2', SHUTDOWN_GRACE_MS: '30000' });
    const answers = Array.from({ length: 24 }, () => post(`${server.url}/predict`, bodyOf(photo)));
    // The first answer shows that the workers are busy with the next.
    const first = await Promise.race(answers);
    signal();
    const all = await Promise.all(answers);
    expect(all.map(({ outcome }) => outcome)).toEqual(new Array(24).fill(200));
    expect(all.filter(({ closes }) => closes).length).toBeGreaterThanOrEqual(4);
    expect(first.outcome).toBe(200);
    expect(await server.exit).toBe(0);
  }, 60_000);

  it('waits for a body that is being received, when connections are refused already, and answers it', async () => {
    await start({ SHUTDOWN_GRACE_MS: '20000' });
    const body = JSON.stringify({ image_base64: EXAMPLE_PICTURE, confidence_threshold: 0 });
    const socket = sendPart(body, 1000);
    const answer = readToEnd(socket);
    await sleep(200);
    signal();
    await untilClosed();
    socket.write(body.slice(1000));
    expect(await answer).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[^]*\r\nConnection: close\r\n[^]*"predictions":\[\{/i,
    );
    expect(await server.exit).toBe(0);
  }, 40_000);

  it('cuts a body off that never ends, and ends within SHUTDOWN_GRACE_MS', async () => {
    await start({ SHUTDOWN_GRACE_MS: '3000' });
    const socket = sendPart('{"image_base64":""}', 5);
    const closed = new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    await sleep(200);
    const signalledAt = performance.now();
    signal();
    await closed;
    expect(await server.exit).toBe(0);
    expect(performance.now() - signalledAt).toBeLessThan(3000);
    expect(server.output()).toContain('Cutting off what is still open, 1 requests');
  }, 30_000);

  it('does not wait for what a worker does for nobody, and ends within SHUTDOWN_GRACE_MS', async () => {
    // A few kilobytes over which jimp takes seconds.
    const slow = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    await start({ DECODER: 'jimp', WORKERS: '1', SHUTDOWN_GRACE_MS: '3000' });
    const answers = Array.from({ length: 12 }, () => post(`${server.url}/predict`, bodyOf(slow)));
    await sleep(1000);
    const signalledAt = performance.now();
    signal();
    expect(await server.exit).toBe(0);
    expect(performance.now() - signalledAt).toBeLessThan(3000);
    const outcomes = (await Promise.all(answers)).map(({ outcome }) => outcome);
    expect(outcomes).toContain('ECONNRESET');
  }, 40_000);
});
