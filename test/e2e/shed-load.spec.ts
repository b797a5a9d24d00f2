import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { sendRaw } from '../support/doors.js';
import { DrainService } from '../../src/shutdown/drain.service.js';
import { exchange, readToEnd, statuses } from '../support/raw-http.js';
import { until } from '../support/until.js';

const PICTURE = { image_base64: EXAMPLE_PICTURE };

describe('shedding load', () => {
  let app: RunningApp;
  let worker: number;
  afterEach(async () => {
    process.kill(worker, 'SIGCONT');
    await app.close();
  });

  /** A server whose worker stands still and whose queue is full. */
  async function startFull(env: Record<string, string> = {}): Promise<Promise<unknown>[]> {
    app = await startApp({ QUEUE_MAX: '1', ...env });
    const pool = app.app.get(WorkerPool);
    worker = pool.processIds[0]!;
    process.kill(worker, 'SIGSTOP');
    const waiting: Promise<unknown>[] = [];
    for (const count of [1, 2, 3]) {
      waiting.push(app.predict(PICTURE).expect(200).then());
      await until(() => pool.jobs + pool.queueLength === count);
    }
    return waiting;
  }

  it('refuses with the same problem that the guard answers, under the id of the request', async () => {
    const waiting = await startFull();
    const headers = { 'X-Request-Id': 'mine', Connection: 'keep-alive' };
    const early = await app.predict(PICTURE).set(headers).expect(503);
    // With a deadline of its own it is not quite plain, so this one reaches the guard.
    const late = await app
      .predict(PICTURE)
      .set({ ...headers, 'X-Request-Timeout-Ms': '30000' })
      .expect(503);
    expect(early.body).toEqual(late.body);
    for (const { headers } of [early, late]) {
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'x-request-id': 'mine',
        'retry-after': '1',
        'x-content-type-options': 'nosniff',
      });
    }
    expect(early.headers['x-powered-by']).toBeUndefined();
    expect(Object.keys(early.headers).length).toBeLessThan(Object.keys(late.headers).length);
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('refuses pictures as they are in the same way, whatever their query says', async () => {
    const waiting = await startFull();
    const refused = await sendRaw(app, Buffer.from('x'), 'image/png', '?threshold=0.1').set(
      'Connection',
      'keep-alive',
    );
    expect(refused.status).toBe(503);
    expect(refused.headers['x-frame-options']).toBeUndefined();
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves connections open behind the answer, for the request after it', async () => {
    const waiting = await startFull();
    const refused = await app.predict(PICTURE).set('Connection', 'keep-alive').expect(503);
    expect(refused.headers.connection).toBe('keep-alive');
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves refusing to the guard where pages of other origins must be able to read the answer', async () => {
    const waiting = await startFull({ CORS_ORIGINS: 'https://example.org' });
    const refused = await app.predict(PICTURE).set('Origin', 'https://example.org').expect(503);
    expect(refused.headers['access-control-allow-origin']).toBe('https://example.org');
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('leaves other methods and paths alone', async () => {
    const waiting = await startFull();
    await app.http.get('/health/ready').expect(200);
    await app.http.get('/predict').expect(405);
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('has its answer read by a client that sends everything first and wants the connection closed', async () => {
    const waiting = await startFull();
    const body = JSON.stringify(PICTURE).padEnd(200_000, ' ');
    for (const path of ['/predict', '/nowhere']) {
      const socket = connect(app.port, '127.0.0.1');
      socket.pause();
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${body.length}\r\n\r\n`,
      );
      // In pieces, as a client on a network does: the answer is ready before the body has come.
      for (let at = 0; at < body.length; at += 20_000) {
        socket.write(body.slice(at, at + 20_000));
        await sleep(10);
      }
      expect(statuses(await readToEnd(socket))).toEqual([path === '/predict' ? 503 : 404]);
    }
    process.kill(worker, 'SIGCONT');
    await Promise.all(waiting);
  });

  it('answers all requests of a pipeline that were there when the drain began', async () => {
    const waiting = await startFull({ QUEUE_MAX: '10', SHUTDOWN_DELAY_MS: '0' });
    const pool = app.app.get(WorkerPool);
    const body = JSON.stringify(PICTURE);
    const one = `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const answers = exchange(app.port, one.repeat(3));
    await until(() => pool.queueLength === 4);
    const drained = app.app.get(DrainService).drain(app.server);
    process.kill(worker, 'SIGCONT');
    expect(statuses(await answers)).toEqual([200, 200, 200]);
    await Promise.all(waiting);
    await drained;
  });
});
